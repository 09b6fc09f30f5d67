package app

// pictureWords are the sentences of data that is pictures.
type pictureWords struct {
	Grids, GridSub              string
	GridSum                     string // of how many, at which step
	GridBits                    string // of bits a pixel, at which step
	GridTests                   string // of how many
	GridGaussian                string // of bits a pixel
	GridHow                     string
	GridChosen                  string // of its number
	Warmth                      word
	Album, AlbumSum             string
	AlbumOrder                  word
	AlbumOrders                 [3]string // as in the file, the most and the least likely first
	AlbumBack, AlbumNext        word
	AlbumHow, AlbumMoving       string
	AlbumRange                  string // of log p of the first and of the last, at which step
	AlbumLabels                 string // of a list
	Closeup, CloseupTip         string
	CloseupNone, CloseupMoving  string
	CloseupLogP                 string // of nats, of bits, at which step
	CloseupHow                  string
	CloseupSample               string // of its number
	CloseupTrained, CloseupHeld string // of its number
	CloseupNear                 string // of its number and of how far it is
	CloseupLabel                string
	FigBits                     word
	Paper                       word
	TimeLeft                    string // of steps, of a duration
	Seconds, Minutes, Hours     string
	GridPaper                   string
	Walk, WalkTip, WalkHow      string
	WalkAs                      word
	WalkWay, WalkSheet          string
	WalkFrom, WalkTo, WalkTake  string
	WalkNone, WalkMoving        string
	WalkWaySaid                 string // of two pictures, at which step
	WalkSheetSaid               string // of a picture, at which step
	Inpaint, InpaintTip         string
	InpaintHow, InpaintMasks    string
	InpaintMaskTip              string
	InpaintMask                 map[string]string // by its name; "": nothing is hidden
	InpaintErase, InpaintAgain  word
	InpaintSum                  string
	InpaintOf, InpaintCovered   string // of a number
	InpaintNone, InpaintMoving  string
	InpaintSaid                 string // of the steps done, of all, of the best log p and that of the picture itself
}

var pictureEN = pictureWords{
	Grids: "Samples", GridSub: "what the model draws",
	GridSum:      "%s pictures drawn from the model at step %s. Arrow keys choose one, to look at it closely.",
	GridBits:     "%s bits a pixel on pictures held out, at step %s.",
	GridTests:    "They are %s of the test set, which is never trained on.",
	GridGaussian: "A Gaussian with the full covariance of the same pictures has %s.",
	GridHow:      "Each place has a latent of its own, which stays: watch it becoming a picture. Choose one to see what is nearest to it in the data.",
	GridChosen:   "Sample or picture in place %s of 64 is looked at below.",
	Warmth:       word{"Temperature", "Scales the latents of the samples: below 1 they are more usual, above 1 less; 1 is the model itself."},
	Album:        "Data", AlbumSum: "Pictures of the data. Arrow keys choose one, to look at it closely.",
	AlbumOrder:  word{"Order", "Pictures as the file has them, or those held out by how likely the model finds them."},
	AlbumOrders: [3]string{"as in the file", "held out, the most likely first", "held out, the least likely first"},
	AlbumBack:   word{"Previous", "Show the pictures before these."}, AlbumNext: word{"Next", "Show the pictures after these."},
	AlbumHow:    "Choose a picture to look at it closely.",
	AlbumMoving: "The pictures are ranked by log p once training rests.",
	AlbumRange:  "log p from %s to %s nats, at step %s.",
	AlbumLabels: "Labels: %s.",
	Closeup:     "One picture, closely", CloseupTip: "Open or close the close look at one picture.",
	CloseupNone:   "Choose a sample or a picture of the data above.",
	CloseupMoving: "Its log p and its nearest neighbour are worked out once training rests.",
	CloseupLogP:   "log p = %s nats: %s bits a pixel, at step %s.",
	CloseupHow:    "The distance is the root of the mean square over all pixels, from black 0 to white 1. A sample that was learned by heart would be at 0.",
	CloseupSample: "Sample %s.", CloseupTrained: "Picture %s, which is trained on.", CloseupHeld: "Picture %s, which is held out.",
	CloseupNear:  "The nearest picture that is trained on is number %s, at a distance of %s.",
	CloseupLabel: "Its label is %s.",
	FigBits:      word{"bits/pixel", "The NLL of the pictures held out in bits a pixel, the unit of the papers: lower is better; 8 is what a uniform guess needs for 256 levels."},
	Paper:        word{"The paper's model", "Four couplings of five hidden layers of 1,000, pixels as they are, the paper's Adam: 19 million weights, for those who have hours."},
	TimeLeft:     "%s steps are left: about %s.", Seconds: "%s s", Minutes: "%s min", Hours: "%s h",
	GridPaper: "The paper has 4.36 bits (1,980.50 nats), after 1,500 passes through the data.",
	Walk:      "Walk through the latents", WalkTip: "Open or close the walk between pictures.",
	WalkHow: "Each picture has a latent. A straight line between two of them, mapped back, is a way from one picture to the other; a sheet goes along the two " +
		"axes in which the data varies most.",
	WalkAs: word{"Shows", "A way between two pictures, or a sheet around one."}, WalkWay: "a way", WalkSheet: "a sheet",
	WalkFrom: "From", WalkTo: "To", WalkTake: "Take the picture that is looked at closely.",
	WalkNone:      "Choose a picture of the data above and press From; then another, and To.",
	WalkMoving:    "The walk is drawn once training rests.",
	WalkWaySaid:   "From picture %s to picture %s, row by row, at step %s.",
	WalkSheetSaid: "Around picture %s, at step %s: two latents from 2.5 widths of the prior below 0 to as many above.",
	Inpaint:       "Hide a part, and let the model find it", InpaintTip: "Open or close inpainting.",
	InpaintHow:     "Brush over the picture, or take one of the paper's masks. Four starts climb log p at once, from noise, and change only what is hidden.",
	InpaintMasks:   "What is hidden",
	InpaintMaskTip: "Hide this, and nothing else.",
	InpaintMask: map[string]string{"top": "top half", "bottom": "bottom half", "left": "left half", "right": "right half", "odd": "every second line",
		"random": "90% at random", "": "nothing"},
	InpaintErase:   word{"Uncover", "The brush uncovers what was hidden."},
	InpaintAgain:   word{"Other starts", "Begin anew from other noise."},
	InpaintSum:     "The picture under the brush. Arrow keys move the brush, Space hides what lies under it.",
	InpaintOf:      "Picture %s; what is hidden is orange. Choose another one in the grid of the data.",
	InpaintCovered: "%s pixels are hidden.",
	InpaintNone:    "Nothing is hidden yet.",
	InpaintMoving:  "The hidden part is looked for once training rests.",
	InpaintSaid:    "Step %s of %s. The best of four has log p %s, the picture itself %s.",
}

var pictureKO = pictureWords{
	Grids: "표본", GridSub: "모델이 그린 그림",
	GridSum:      "%[2]s스텝의 모델에서 뽑은 그림 %[1]s장. 방향키로 하나를 골라 자세히 봅니다.",
	GridBits:     "%[2]s스텝에서 따로 둔 그림의 픽셀당 비트는 %[1]s입니다.",
	GridTests:    "그중 %s장은 시험 집합이며, 학습에 전혀 쓰지 않습니다.",
	GridGaussian: "같은 그림들의 공분산 전체를 쓰는 가우스 분포는 %s입니다.",
	GridHow:      "자리마다 잠재값이 하나씩 고정되어 있습니다. 그것이 그림이 되어 가는 것을 보세요. 하나를 고르면 데이터에서 가장 가까운 그림을 볼 수 있습니다.",
	GridChosen:   "64자리 중 %s번째의 그림을 아래에서 자세히 봅니다.",
	Warmth:       word{"온도", "표본의 잠재값에 곱합니다. 1보다 작으면 더 흔하고 크면 더 드문 그림이 됩니다. 1이 모델 그대로입니다."},
	Album:        "데이터", AlbumSum: "데이터의 그림. 방향키로 하나를 골라 자세히 봅니다.",
	AlbumOrder:  word{"순서", "파일에 있는 순서, 또는 따로 둔 그림을 모델이 보는 그럴듯함의 순서."},
	AlbumOrders: [3]string{"파일의 순서", "따로 둔 그림, 가장 그럴듯한 것부터", "따로 둔 그림, 가장 드문 것부터"},
	AlbumBack:   word{"이전", "앞의 그림을 보입니다."}, AlbumNext: word{"다음", "다음 그림을 보입니다."},
	AlbumHow:    "그림을 고르면 자세히 볼 수 있습니다.",
	AlbumMoving: "학습이 쉬면 log p로 순위를 매깁니다.",
	AlbumRange:  "%[3]s스텝에서 log p는 %[1]s에서 %[2]s nats까지입니다.",
	AlbumLabels: "이름표: %s.",
	Closeup:     "그림 한 장, 자세히", CloseupTip: "그림 한 장을 자세히 보는 곳을 열거나 닫습니다.",
	CloseupNone:   "위에서 표본이나 데이터의 그림을 하나 고르세요.",
	CloseupMoving: "log p와 가장 가까운 그림은 학습이 쉬면 계산합니다.",
	CloseupLogP:   "%[3]s스텝에서 log p = %[1]s nats, 픽셀당 %[2]s비트입니다.",
	CloseupHow:    "거리는 모든 픽셀에 걸친 제곱 평균의 제곱근이며, 검정이 0, 하양이 1입니다. 통째로 외운 표본이라면 0이 됩니다.",
	CloseupSample: "표본 %s.", CloseupTrained: "학습에 쓰는 그림 %s.", CloseupHeld: "따로 둔 그림 %s.",
	CloseupNear:  "학습에 쓰는 그림 중 가장 가까운 것은 %s번이며, 거리는 %s입니다.",
	CloseupLabel: "이름표는 %s입니다.",
	FigBits:      word{"픽셀당 비트", "따로 둔 그림의 NLL을 논문처럼 픽셀당 비트로 나타낸 값입니다. 낮을수록 좋습니다. 256가지 밝기를 고르게 찍으면 8입니다."},
	Paper:        word{"논문의 모델", "은닉층 5개에 폭 1,000인 결합층 4개, 있는 그대로의 픽셀, 논문의 Adam: 가중치가 1,900만 개라 몇 시간이 걸립니다."},
	TimeLeft:     "%s스텝 남음: 약 %s.", Seconds: "%s초", Minutes: "%s분", Hours: "%s시간",
	GridPaper: "논문의 값은 데이터를 1,500번 돌고 난 뒤 4.36비트(1,980.50 nats)입니다.",
	Walk:      "잠재 공간 거닐기", WalkTip: "그림 사이를 거니는 곳을 열거나 닫습니다.",
	WalkHow: "그림마다 잠재값이 있습니다. 두 잠재값을 잇는 직선을 되돌리면 한 그림에서 다른 그림으로 가는 길이 되고, 평면은 데이터가 가장 크게 변하는 두 축을 따릅니다.",
	WalkAs:  word{"보이기", "두 그림 사이의 길, 또는 한 그림 둘레의 평면."}, WalkWay: "길", WalkSheet: "평면",
	WalkFrom: "출발", WalkTo: "도착", WalkTake: "자세히 보고 있는 그림으로 정합니다.",
	WalkNone:      "위에서 데이터의 그림을 고르고 출발을 누른 다음, 다른 그림을 고르고 도착을 누르세요.",
	WalkMoving:    "거닐기는 학습이 쉬면 그립니다.",
	WalkWaySaid:   "%[3]s스텝에서 그림 %[1]s에서 그림 %[2]s까지, 한 줄씩.",
	WalkSheetSaid: "%[2]s스텝에서 그림 %[1]s의 둘레: 두 잠재값이 0에서 양쪽으로 사전분포 폭의 2.5배까지 갑니다.",
	Inpaint:       "일부를 가리고 모델에게 찾게 하기", InpaintTip: "가린 부분 채우기를 열거나 닫습니다.",
	InpaintHow:     "그림 위를 붓으로 칠하거나 논문의 가림막을 고르세요. 잡음에서 출발한 네 그림이 동시에 log p를 올라가며, 가린 곳만 바뀝니다.",
	InpaintMasks:   "가릴 곳",
	InpaintMaskTip: "이곳만 가립니다.",
	InpaintMask: map[string]string{"top": "위쪽 절반", "bottom": "아래쪽 절반", "left": "왼쪽 절반", "right": "오른쪽 절반", "odd": "한 줄 걸러",
		"random": "무작위 90%", "": "없음"},
	InpaintErase:   word{"걷어 내기", "붓이 가린 곳을 걷어 냅니다."},
	InpaintAgain:   word{"다른 출발점", "다른 잡음에서 새로 시작합니다."},
	InpaintSum:     "붓이 놓인 그림. 방향키로 붓을 옮기고 스페이스로 그 자리를 가립니다.",
	InpaintOf:      "그림 %s. 가린 곳은 주황색입니다. 데이터의 그림에서 다른 것을 고를 수 있습니다.",
	InpaintCovered: "픽셀 %s개를 가렸습니다.",
	InpaintNone:    "아직 가린 곳이 없습니다.",
	InpaintMoving:  "가린 부분은 학습이 쉬면 찾습니다.",
	InpaintSaid:    "%[2]s스텝 중 %[1]s스텝. 넷 중 가장 높은 log p는 %[3]s, 그림 자체는 %[4]s입니다.",
}
