package words

// articleWords is the text that explains what the page does. A part's text is paragraphs between blank lines:
//
//	$name$ in a line        the formula of that name (app/article/gen/formulas.txt)
//	$$name                  the same on a line of its own, as the formula is made
//	*word*                  a term where it is explained
//	[words](https://...)    a link
//	! [words](deed) ...     buttons that do something in the lab (app/lab/deeds.go)
//	@name                   a figure
//
// Both languages hold the same formulas, links, buttons and figures.
type articleWords struct {
	Heading, Contents, Read string // the title, the list of parts, and the link at the top of the page that leads here
	Lead                    string
	Parts                   By[string, articlePart]
	Sources                 string
	SourceNotes             By[string, string] // why to read one, by its address
	Deed                    string             // what the buttons in the text are for
	Back                    Word               // after a button has led away from the text

	Digits, DigitsLabel                    string // of the samples: of bits a pixel, of those of a Gaussian, of steps
	Hidden, HiddenLabel                    string // likewise of what was hidden and found
	Axes, AxesLabel                        string // of the spectrum: of how many directions, of the largest, the smallest
	AxesEnds, AxesEndsLabel                string // and of its ends
	Mirror, MirrorLabel                    string // the lab beside the text
	Stretch, StretchSum, StretchLabel      string
	StretchSlider                          Word
	Shear, ShearSum, ShearLabel            string
	ShearFirst, ShearSecond                Word
	AxisPrior, AxisDensity, AxisX1, AxisX2 string
}

type articlePart struct{ Title, Text string }

// Parts are the parts in order. The id of a part's heading is how- and this.
var Parts = []string{"flow", "change", "coupling", "compose", "scale", "priors", "training", "limits", "reading",
	"columns", "pictures", "numbers"}

// Later are told once the page runs, whose buttons they need: the first view is weighed.
var Later = []string{"columns", "pictures"}

// Source is something to read that is not ours.
type Source struct{ URL, Title, Authors string }

var Sources = []Source{
	{"https://arxiv.org/abs/1410.8516", "NICE: Non-linear Independent Components Estimation", "Dinh, Krueger, Bengio, 2014"},
	{"https://arxiv.org/abs/1605.08803", "Density estimation using Real NVP", "Dinh, Sohl-Dickstein, Bengio, 2016"},
	{"https://arxiv.org/abs/1912.02762", "Normalizing Flows for Probabilistic Modeling and Inference", "Papamakarios, Nalisnick, Rezende, Mohamed, Lakshminarayanan, 2019"},
	{"https://arxiv.org/abs/1909.13833", "Relaxing Bijectivity Constraints with Continuously Indexed Normalising Flows", "Cornish, Caterini, Deligiannidis, Doucet, 2019"},
}
