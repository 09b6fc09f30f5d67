package app

// endsWords is what the page says of the spectrum of pictures and of its ends.
type endsWords struct {
	Ends, EndsTip, EndsHow, EndsSum, EndsTable string
	EndsBy                                     word
	EndsScale, EndsPixels                      string
	EndsSaid, EndsSaidPixels                   string // of how many, of the largest, of the smallest, at which step
	EndsMiddle, EndsMoving                     string
	EndsFrom                                   string // of a picture
	EndsPlace, EndsSize, EndsMoves             string
}

var endsEN = endsWords{
	Ends: "Spectrum, and the pictures of its ends", EndsTip: "Open or close the spectrum and its ends.",
	EndsHow: "Each latent is a direction. The spectrum has them all by their size, the largest first, as the paper plots it. Below are the four largest and the four smallest. " +
		"In each row the first picture is the direction itself: what becomes brighter is white, what becomes darker is black, as strongly as can be shown. The others go along it.",
	EndsSum:   "Eight rows of eight pictures: the four largest directions, then the four smallest. The first of each row is the direction, the others lie along it.",
	EndsBy:    word{"Size of a direction", "By the scaling layer, as in the paper, or by how much a step along it changes the pixels."},
	EndsScale: "the scaling layer's exp(-s)", EndsPixels: "what it does to the pixels",
	EndsSaid:       "%s directions. exp(-s) falls from %s to %s, at step %s.",
	EndsSaidPixels: "%s directions. One width of the prior moves a pixel by %s along the largest and by %s along the smallest, at step %s.",
	EndsMiddle:     "From the middle of the latents: 2.5 widths of the prior to either side. Choose a picture of the data above to start from that.",
	EndsMoving:     "The directions are drawn once training rests.",
	EndsFrom:       "From picture %s: 2.5 widths of the prior to either side.",
	EndsTable:      "The eight directions in numbers",
	EndsPlace:      "direction", EndsSize: "size", EndsMoves: "moves a pixel by",
}

var endsKO = endsWords{
	Ends: "스펙트럼과 양 끝의 그림", EndsTip: "스펙트럼과 양 끝을 열거나 닫습니다.",
	EndsHow: "잠재값 하나가 방향 하나입니다. 스펙트럼은 논문처럼 모든 방향을 큰 것부터 늘어놓습니다. 아래는 가장 큰 네 방향과 가장 작은 네 방향입니다. " +
		"줄마다 첫 그림은 방향 자체로, 밝아지는 곳은 하양, 어두워지는 곳은 검정으로 가장 뚜렷하게 나타냅니다. 나머지는 그 방향을 따라간 그림입니다.",
	EndsSum:   "여덟 장씩 여덟 줄의 그림: 가장 큰 네 방향, 이어서 가장 작은 네 방향. 줄의 첫 그림은 방향이고 나머지는 그것을 따라갑니다.",
	EndsBy:    word{"방향의 크기", "논문처럼 배율층으로 재거나, 그 방향의 한 걸음이 픽셀을 얼마나 바꾸는지로 잽니다."},
	EndsScale: "배율층의 exp(-s)", EndsPixels: "픽셀이 변하는 정도",
	EndsSaid:       "방향 %[1]s개. %[4]s스텝에서 exp(-s)는 %[2]s에서 %[3]s까지 내려갑니다.",
	EndsSaidPixels: "방향 %[1]s개. %[4]s스텝에서 사전분포의 폭 하나만큼 가면 픽셀이 가장 큰 방향에서 %[2]s, 가장 작은 방향에서 %[3]s 변합니다.",
	EndsMiddle:     "잠재 공간의 한가운데에서 양쪽으로 사전분포 폭의 2.5배까지. 위에서 데이터의 그림을 고르면 그 그림에서 출발합니다.",
	EndsMoving:     "방향은 학습이 쉬면 그립니다.",
	EndsFrom:       "그림 %s에서 양쪽으로 사전분포 폭의 2.5배까지.",
	EndsTable:      "여덟 방향의 값",
	EndsPlace:      "방향", EndsSize: "크기", EndsMoves: "픽셀의 변화",
}
