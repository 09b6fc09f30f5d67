package app

// cornerWords are the sentences of the corner plot.
type cornerWords struct {
	Corner, CornerSub, CornerTip            string
	CornerHow, CornerWait                   string
	CornerMoving                            string // of how many samples, at which step
	CornerBusy                              string // a share
	CornerRest                              string // of how many samples and rows, at which step
	CornerPart                              string // of how many samples, and rows of how many, at which step
	CornerSum                               string // of the columns
	CornerColumns, CornerColumn             string // of a column
	CornerFull, CornerAddHint               string
	CornerAdd                               word
	CornerMasses, CornerMass                string // of a share
	CornerMissing                           string // of shares
	CornerAs                                word
	CornerDots, CornerOutlined              string
	CornerData, CornerModel                 string
	CornerFar                               string // of a KS and of what it is by chance
	CornerCell, CornerShows                 string // of the column across and the one upwards
	CornerGo                                word
	CornerFigures, CornerName, CornerFromTo string
	CornerKS, CornerChance                  word
	CornerLog, CornerLogTip, CornerNoLog    string // of a column
	PlaneAs                                 word
	PlaneSlice, PlaneMarginal               string
	Marginal                                string // of how many samples
	MarginalLines                           string
	KindBy                                  word
	KindNone, KindOther                     string
}

var cornerEN = cornerWords{
	Corner: "Corner plot", CornerSub: "each column against each other", CornerTip: "Open or close the corner plot.",
	CornerHow: "Blue is the model, orange your data. A contour holds the share of the model that it is labelled with. Titles give the median with the way to 84 " +
		"and to 16%, and KS, the largest distance between data and model in the share below a value. Choose a cell to have it in the big plane.",
	CornerWait:    "The corner plot is about to be drawn.",
	CornerMoving:  "%s samples of the model at step %s, always of the same latents: the plot moves as it trains.",
	CornerBusy:    "More samples are being drawn: %s.",
	CornerRest:    "%s samples of the model and %s rows, at step %s.",
	CornerPart:    "%s samples of the model and %s of %s rows, at step %s.",
	CornerSum:     "Corner plot of %s: contours of the model under the data for each pair, and both distributions of each column. The table below has the figures.",
	CornerColumns: "Columns", CornerColumn: "Show %s in the corner plot, or no longer.",
	CornerFull: "The plot has room for eight columns: uncheck another one first.", CornerAddHint: "choose …",
	CornerAdd:    word{"Add a column", "Show one more column in the corner plot; it has room for eight."},
	CornerMasses: "Contours hold", CornerMass: "Draw the contour that holds %s of the model, or no longer.",
	CornerMissing: "In some cells there is no contour of %s: less than that of the model lies in the picture.",
	CornerAs:      word{"Data as", "Draw the rows as dots, or the contours that hold the same shares of them."},
	CornerDots:    "dots", CornerOutlined: "contours", CornerData: "Data", CornerModel: "Model",
	CornerFar:  "KS %s, by chance %s",
	CornerCell: "Show %s across and %s upwards in the big plane.", CornerShows: "The big plane shows %s across and %s upwards.",
	CornerGo:      word{"Go to the plane", "Scroll up to the big plane."},
	CornerFigures: "Median, and 16 to 84%", CornerName: "Column", CornerFromTo: "%s to %s",
	CornerKS:     word{"KS", "The largest distance between data and model in the share of values below one."},
	CornerChance: word{"By chance", "What the KS stays below 95 times in 100 where both are the same."},
	CornerLog:    "Log axis", CornerLogTip: "Draw the axis of %s in logarithms, or no longer.",
	CornerNoLog: "Not all of %s is positive, so its axis has no logarithms.",
	PlaneAs:     word{"Shows", "A slice through a row is exact; a marginal counts samples of the model, whatever the other columns are."},
	KindBy:      word{"Colour by", "Colour the rows by the words of a column, in the planes, the table and the corner plot."},
	KindNone:    "nothing", KindOther: "others",
	PlaneSlice: "slice", PlaneMarginal: "marginal",
	Marginal:      "A marginal: the density of %s samples of the model in these two columns, whatever the others are.",
	MarginalLines: "Lines: 50, 90 and 99% of the samples, as far as they lie in the picture.",
}

var cornerKO = cornerWords{
	Corner: "코너 플롯", CornerSub: "모든 열을 짝지어 봅니다", CornerTip: "코너 플롯을 열거나 닫습니다.",
	CornerHow: "파랑은 모델, 주황은 데이터입니다. 등고선은 적힌 비율만큼의 모델을 담습니다. 제목은 중앙값과 84%, 16%까지의 거리, 그리고 KS입니다. KS는 어떤 값보다 작은 " +
		"비율이 데이터와 모델에서 가장 크게 벌어진 거리입니다. 칸을 고르면 큰 평면에 나옵니다.",
	CornerWait:    "곧 코너 플롯을 그립니다.",
	CornerMoving:  "%[2]s스텝에서 뽑은 모델의 표본 %[1]s개입니다. 늘 같은 잠재 변수에서 뽑으므로 학습하는 대로 움직입니다.",
	CornerBusy:    "표본을 더 뽑고 있습니다: %s.",
	CornerRest:    "%[3]s스텝의 모델에서 뽑은 표본 %[1]s개와 %[2]s행입니다.",
	CornerPart:    "%[4]s스텝의 모델에서 뽑은 표본 %[1]s개와 %[3]s행 가운데 %[2]s행입니다.",
	CornerSum:     "%s의 코너 플롯: 짝마다 데이터 아래에 모델의 등고선을, 열마다 두 분포를 그렸습니다. 아래 표에 수치가 있습니다.",
	CornerColumns: "열", CornerColumn: "%s을(를) 코너 플롯에 넣거나 뺍니다.",
	CornerFull: "여덟 열까지 들어갑니다. 다른 열을 먼저 빼세요.", CornerAddHint: "고르기 …",
	CornerAdd:    word{"열 더하기", "코너 플롯에 열을 하나 더 넣습니다. 여덟 열까지 들어갑니다."},
	CornerMasses: "등고선이 담는 비율", CornerMass: "모델의 %s를 담는 등고선을 그리거나 지웁니다.",
	CornerMissing: "%s 등고선이 없는 칸이 있습니다. 그만큼의 모델이 그림 안에 있지 않습니다.",
	CornerAs:      word{"데이터 모양", "행을 점으로 그리거나, 같은 비율의 행을 담는 등고선으로 그립니다."},
	CornerDots:    "점", CornerOutlined: "등고선", CornerData: "데이터", CornerModel: "모델",
	CornerFar:  "KS %s, 우연이면 %s",
	CornerCell: "큰 평면의 가로에 %s, 세로에 %s을(를) 놓습니다.", CornerShows: "큰 평면의 가로는 %s, 세로는 %s입니다.",
	CornerGo:      word{"평면으로 가기", "큰 평면으로 올라갑니다."},
	CornerFigures: "중앙값, 그리고 16~84%", CornerName: "열", CornerFromTo: "%s ~ %s",
	CornerKS:     word{"KS", "어떤 값보다 작은 비율이 데이터와 모델에서 가장 크게 벌어진 거리입니다."},
	CornerChance: word{"우연", "둘이 같을 때 100번 가운데 95번은 KS가 이보다 작습니다."},
	CornerLog:    "로그 축", CornerLogTip: "%s의 축을 로그로 그리거나 되돌립니다.",
	CornerNoLog: "%s의 값이 모두 양수는 아니어서 로그 축을 쓸 수 없습니다.",
	PlaneAs:     word{"보기", "한 행을 지나는 단면은 정확합니다. 주변분포는 다른 열이 무엇이든 모델의 표본을 셉니다."},
	KindBy:      word{"색 구분", "열에 적힌 낱말에 따라 평면과 표, 코너 플롯에서 행의 색을 나눕니다."},
	KindNone:    "없음", KindOther: "그 밖",
	PlaneSlice: "단면", PlaneMarginal: "주변분포",
	Marginal:      "주변분포: 다른 열이 무엇이든 이 두 열에서 모델의 표본 %s개가 이루는 밀도입니다.",
	MarginalLines: "선: 그림 안에 있는 한, 표본의 50, 90, 99%.",
}
