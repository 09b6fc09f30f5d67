package words

var articleEN = articleWords{
	Heading: "How it works", Contents: "Contents", Read: "Read how it works",
	Lead: "From points to a density, one step at a time. Every formula here is one that the program computes.",
	Parts: By[string, articlePart]{
		{"flow", articlePart{"What a normalizing flow is", `
Data often come as points without a formula: measurements in a table, the pixels of a digit, the shapes above. Their
*density* $px$ says how crowded each place is. A *normalizing flow* learns it by learning a map: $f$ sends each point
$x$ to a point $zfx$, smoothly, and so that it can be undone. Training bends the map until the cloud of all $z$ looks
like a simple density that is known beforehand, the *prior* $pH$.

One map then serves twice. Forwards, it tells how likely a point is. Backwards, $inverse$ turns fresh draws from the
prior into new points: samples. In the lab, the left plane holds your data and the right one the same points after the
map.

! [Show samples of the model](samples)`}},
		{"change", articlePart{"Change of variables", `
Think of probability as sand on a rubber sheet. Where the sheet is stretched, the sand thins out; where it is squeezed,
the sand piles up; no grain is lost. On a line, a short piece of $x$ becomes a piece of length $dz$ and keeps its sand,
so

$$line

The curve below is such a map. Where it is steep, much of the prior is squeezed into a narrow piece of $x$, and the
density there is high. The shaded pieces hold the same sand.

@stretch

In more dimensions the slope becomes a factor of volume: the determinant of the matrix of partial derivatives, the
*Jacobian*. With logarithms, products become sums. All logarithms here are natural, so that the unit is the *nat*:

$$space

Hover over the x-plane, or move through it with the arrow keys: the lab prints log p(x) as this sum.`}},
		{"coupling", articlePart{"The additive coupling", `
For most maps the inverse is hard to find, and the determinant takes about D³ operations at every point of D numbers.
NICE chooses maps for which both come free. It cuts the coordinates into two halves and adds to the second a function of
the first:

$$coupling

$m$ may be any function; here it is a small neural network. To undo the step nobody has to invert $m$: the first half is
still there, so the same amount is subtracted again, $undo$. And however wild $m$ is, no volume changes, since the
Jacobian has ones on its diagonal and zeros above it:

$$jacobian

In the plane this is a shear. Each vertical line slides up or down as a whole, as cards do in a deck: a cell is bent,
and its area stays.

@shear`}},
		{"compose", articlePart{"Couplings in a row", `
One coupling leaves half of the coordinates as they are, so the next one swaps the roles: counted from 1, the first
keeps the odd-numbered coordinates, the second the even-numbered ones, and so on. Determinants multiply, and 1 · 1 · 1
is 1: a whole chain of shears still keeps every volume. With three couplings each coordinate can depend on every other;
the page starts with four, as the paper does. In the plane, where each half is a single number, every $m$ is one curve.

! [Train with two couplings](couplings-2) [With four](couplings-4) [With eight](couplings-8)`}},
		{"scale", articlePart{"Rescaling", `
Shears alone could only fit data that take up as much room as the prior does. So the last layer stretches every
coordinate by a factor of its own:

$$scaling

The factor does not depend on where a point lies. A coordinate whose $es$ is small hardly varies in the data; sorted by
size, these numbers are the model's *spectrum*. Before the first coupling, the lab also divides each column by its
standard deviation $sigma$ (and subtracts its mean), so that log p comes out in the units of your file. All together,

$$sum

The lab calls the three terms log p(z), log S and units.`}},
		{"priors", articlePart{"The prior", `
The prior treats the coordinates of $z$ as independent, so its logarithm has one term for each. Under the Gaussian it is
$gaussian$, under the logistic $logistic$. The logistic has the heavier tails: far out, its logarithm falls like |z|,
the Gaussian's like z²/2.

The rings in the z-plane hold 50, 90 and 99% of the prior. The Gaussian's are circles; the logistic's are round in the
middle and turn into diamonds further out. After good training, half of the points lie inside the innermost ring.

! [Use the logistic prior](logistic) [Use the Gaussian prior](gaussian)`}},
		{"training", articlePart{"Training, and what the loss means", `
Training makes the data likely: it moves the weights so that log p of the data rises on average. What falls is the
*negative log-likelihood*, in nats a row,

$$nll

Each step takes one batch, computes the gradient through all layers, and moves the weights by Adam. The step size rises
at first and falls to nothing at the end of the run. What is shown is an average of the weights, which jitters less.
Where the density is known, every batch is of new points. Your own rows come again and again: a little noise, new for
each batch, keeps the model from learning them by heart. A fifth of the rows, 10,000 at most, is held out: no gradient
comes from them, and mean and standard deviation are those of the other rows. Where rows come again, the run ends with
the weights that were best on the held-out rows. So they do have a say: their NLL is a little kinder than that of rows
that took no part.

How low can it get? If the points come from a density $q$, then on average

$$gap

The *entropy* $H$ belongs to the data, and no model gets below it. The *Kullback-Leibler divergence* KL is never
negative, and is 0 only when the model is $q$
itself. So the height of the curve above the dashed line is what the model has not understood. An NLL below zero is no
mistake: a density may exceed one.`}},
		{"limits", articlePart{"What NICE cannot do", `
Constant volume has a price, and it can be computed.

The prior is highest in the middle and falls off in all directions, so the region where it exceeds a level is one piece
without a hole. $f$ and its inverse are continuous and change all volumes by the same factor. Therefore the region
$level$ of the model is that piece, bent: always connected, never with a hole. Two moons are two pieces. The model has
to join them by a bridge, which training makes thinner and never removes.

! [Show the bridge between the moons](moons) [See four rings cut open](rings)

Bending moves areas about without changing them. So the model's density, sorted from high to low, falls off exactly as
the prior's does, up to one scale, and data that fall off otherwise cannot be matched. For a Gaussian prior in the plane
every such flow obeys

$$floor

where $V$ is the area in which the data's density exceeds $qx$ (ties count half), averaged over the data. This is the
*NICE floor*, the dotted line. The checkerboard is flat on an area of 32, so H is $ln32$ = 3.466; but a Gaussian hill is
not flat, and the floor is $ln16$ = 3.773. In two scales, half of the points have the standard deviation 1 and half
0.05. One factor has to serve both: the floor is 1.6 nats above H. The logistic prior's floor is 0.17 lower.

! [Try two scales](two-scales) [The same with the logistic prior](two-scales-logistic)
[Try the checkerboard](checkerboard)

The crescent is a sheared Gaussian. One coupling can undo the shear, so its floor is H itself and the loss goes all the
way down. Later flows pay less: the affine couplings of [RealNVP](https://arxiv.org/abs/1605.08803) let the factor
change from place to place. Islands are then possible, though a continuous map [still
struggles](https://arxiv.org/abs/1909.13833) to empty the space between them.

! [Back to the crescent](crescent)`}},
		{"reading", articlePart{"Reading the pictures", `
The x-plane: the brighter, the denser. The colour follows the square root of the density, so that thin parts show. The
lines hold 50, 90 and 99% of the model. Orange points are your data; white ones are samples.

The z-plane: the same rows after $f$. Where the model is right, the points fill the rings as the prior would. Clumps and
gaps are what it has not learned.

The chart: the pale line is the NLL of the training batches, the strong one that of the held-out rows. If the first
falls while the second rises, the model
learns its points by heart. Dashed is H, dotted the NICE floor; for your own file neither is known.`}},
		{"columns", articlePart{"More than two columns", `
A row of a table with D columns is a point in D dimensions. Nothing above changes, but nobody can see that space: the
planes show two of the columns, and the density in the left one is a *slice* through one row, with all other values
held. So the lab also says in numbers what no picture shows.

! [Open the penguins](penguins)

Every row has its log p, so the rows can be ranked, the strangest first. Which of its values makes a row strange? The
density is exact, and so is the *conditional* of each value: what is to be expected of it once all the others are known.
It is the density along that one column, divided by its integral. Many penguins weigh 4.65 kg; hardly one with flippers
as short as 184 mm does, and the conditional says so.

! [Explain the strangest penguin](strangest) [Give it a typical value](typical)

Now log p is higher, the row's mark has moved in the z-plane, and what is expected of the other values has changed too:
drag the sliders and look. The same
conditionals fill the blanks of a table.`}},
		{"pictures", articlePart{"Pictures", `
A picture of 28 by 28 pixels is a point in 784 dimensions, and the paper's own experiments are on such points. The
brightness of a pixel is a whole number, and a density could pile up on whole numbers without end. So each gets noise as
wide as its step, drawn anew for every batch: it is *dequantized*. Then log p is at most the logarithm of the
probability of the picture itself, and papers tell it in *bits a pixel*: what it costs to store one. A uniform guess
among 256 brightnesses needs 8; lower is better.

@samples

Each of these comes from a draw of the prior through $inverse$. Are they made, or remembered? Choose a sample in the
lab: beside it stands the picture that is nearest to it of all that were trained on.

! [Train on the digits](digits)

How much does each latent matter? A step along it changes the pixels by so much. The *spectrum* has all of them, the
largest first. Along the first few a digit becomes another one; along the last hardly anything changes.

@spectrum

@ends

The exact log p can be climbed, too. Hide a part of a picture, begin there with noise, and move the hidden pixels along
the gradient of log p while the others stay: that is the paper's *inpainting*. The model was never told what lies where.

@inpainting

! [Hide the top half of a digit](inpaint)

On MNIST the paper reports a log-likelihood of 1,980.50 nats a picture, which is 4.36 bits a pixel. Its pixels are as
they are, with noise of one step added and scaled to lie between 0 and 1; nothing is whitened. Its flow has four
couplings with five hidden layers of 1,000 units and a logistic prior, and learned for 1,500 passes through the data.
The lab starts from
whitened pixels instead, which takes minutes, and one button sets the paper's own choices.`}},
		{"numbers", articlePart{"Which numbers are exact", `
While a model of the plane trains, its pictures come from tables of the curves $m$ with 256 to 2,048 points each, the
fewer the larger the model, which is quicker. At rest they are computed exactly. Every printed number comes from the
exact computation at all times.

The held-out rows are a sample, so their NLL wavers: ± is one standard error, and chance alone can carry it below the
floor. The distance to the floor is therefore judged against the true density of the very same rows, so that the luck of
the draw cancels. Weights are 32-bit numbers; log-likelihoods are summed in 64 bits. The same seed
gives the same run again in the same browser on the same machine; another browser, or another kind of processor, may
round differently.`}},
	},
	Sources: "Sources",
	SourceNotes: By[string, string]{
		{"https://arxiv.org/abs/1410.8516", "the paper that this page is made from"},
		{"https://arxiv.org/abs/1605.08803", "couplings that also scale"},
		{"https://arxiv.org/abs/1912.02762", "a survey of flows"},
		{"https://arxiv.org/abs/1909.13833", "what a continuous map cannot do"},
	},
	Deed: "Try it in the lab above.",
	Back: Word{"Back to the text", "Go back to where you were reading."},

	Digits:        "Digits drawn from a flow that this lab trained on 8 by 8 pixels for %[3]s steps: %[1]s bits a pixel on pictures held out. A Gaussian of the full covariance needs %[2]s.",
	DigitsLabel:   "Sixty-four small pictures in grey; most of them can be read as digits.",
	Hidden:        "Five digits that were never trained on. From the left: the digit, what was left of it, and four completions of the hidden half.",
	HiddenLabel:   "Five rows of six small pictures. The upper half of each digit is hidden and found again from the lower one, in ways that differ.",
	Axes:          "The spectrum of that flow: what one width of the prior along each of %s latents does to a pixel, from %s to %s of the way from black to white.",
	AxesLabel:     "A falling curve of %s values, from %s to %s.",
	AxesEnds:      "The four largest directions, and the four smallest. First the direction itself, then seven pictures along it.",
	AxesEndsLabel: "Eight rows of eight small pictures. Along the first four rows a shape changes into another; along the last four it stays.",
	Mirror:        "The lab, live", MirrorLabel: "The x-plane of the lab, smaller: the density of the model with the data over it.",
	Stretch:       "A map of the line. Left: the prior over z. Below: the density of x. Dots: equal shares of sand.",
	StretchSum:    "At 0: p(x) = %s · %s = %s. Each shaded piece holds %s of the sand.",
	StretchLabel:  "The curve z = f(x). At 0 its slope is %s and the density p(x) is %s, where the prior is %s.",
	StretchSlider: Word{"Bend the map", "From flat in the middle to steep in the middle; 0 leaves the line as it is."},
	Shear:         "A lattice after two couplings: the first shifts x2 by a curve of x1, the second shifts x1 by the same curve of x2.",
	ShearSum:      "Area of the marked cell: %s. Determinant: 1.",
	ShearLabel:    "A lattice of cells, sheared by two couplings of strength %s and %s. The marked cell has area %s.",
	ShearFirst:    Word{"First coupling", "How far the vertical lines slide."},
	ShearSecond:   Word{"Second coupling", "How far the horizontal lines slide."},
	AxisPrior:     "prior", AxisDensity: "p(x)", AxisX1: "x1", AxisX2: "x2",
}
