package app

// rowsWords are the sentences of the table of rows, and of what explains one of them.
type rowsWords struct {
	Rows, RowsTip          string
	RowsBy                 map[string][2]string // in which order, by protocol.RowsArgs.Order; and the other way round
	RowsHow, RowsMoving    string
	RowsBusy, RowsOld      string // of a share; of a step
	RowsBegun              string
	RowsSearch             word
	RowsSearchHint         string
	RowsExport             word
	RowsExporting          string
	RowsAll, RowsNone      string // of their number; of what was looked for
	RowsFound, RowsAmong   string // of how many, of how many
	RowsWindow             string // from, to, of how many
	RowsBack, RowsNext     word
	RowsNumber, RowsLogP   word
	RowsShare              word
	RowsColumn, RowsLeft   string // of a column; of how many
	RowsChoose, RowsChosen string
	Why, WhySub, WhyTip    string
	WhyText, WhyNone       string
	WhyMoving, WhyOld      string // of a step
	WhyBusy                string // of a share
	WhyOneIn, WhyBelow     string // of how many
	WhyUsual, WhyUnknown   string
	WhyTypical             string // of the median and the two ends of the interval
	WhyLeft, WhyPassed     string
}

var rowsEN = rowsWords{
	Rows: "Rows", RowsTip: "Open or close the table of rows.",
	RowsBy: map[string][2]string{
		"":       {"the least likely first", "the most likely first"},
		"number": {"in the order of the file", "the last of the file first"},
		"column": {"by %s, the smallest first", "by %s, the largest first"},
	},
	RowsHow: "log p is how likely the model finds a row, in nats. The percentile is the share of training rows that are as likely or less. " +
		"Choose a row, here or by a click on its point in the left plane, to mark it in both planes and to see below which of its values are strange.",
	RowsMoving: "The rows are ranked by log p once training rests.",
	RowsBusy:   "The rows are being ranked by log p: %s.",
	RowsOld:    "log p is of step %s; the rows are ranked anew once training rests.",
	RowsBegun:  "The rows are about to be ranked by log p.",
	RowsSearch: word{"Find", "Lists the rows with this text in a cell, or of this number; #12 is row 12 alone."}, RowsSearchHint: "text, number or #row",
	RowsExport:    word{"Export CSV", "Save the rows that are listed, on all pages, with log p and percentile."},
	RowsExporting: "Exporting the rows …",
	RowsAll:       "%s rows", RowsNone: "No row has “%s” in it.",
	RowsFound: "Found %s of %s rows", RowsAmong: "%s of %s rows: those selected in the planes",
	RowsWindow: "%s to %s of %s",
	RowsBack:   word{"Previous", "Show the rows before these."}, RowsNext: word{"Next", "Show the rows after these."},
	RowsNumber: word{"row", "Order by the row's number in the file; press again to turn the order around."},
	RowsLogP:   word{"log p", "Order by log p, the least likely first; press again to turn the order around."},
	RowsShare:  word{"percentile", "The share of the training rows that are as likely as this one or less."},
	RowsColumn: "Order by %s; press again to turn the order around.", RowsLeft: "The table has no room for %s more columns; the CSV has them.",
	RowsChoose: "Mark this row in both planes and explain it below, or no longer.",
	RowsChosen: "Row %s is marked in both planes and explained below.",
	Why:        "Why is this row strange?", WhySub: "row %s", WhyTip: "Open or close what the model expects of each value of a row.",
	WhyText: "For each value the model knows what to expect, given all the other values of the row: the curve. The most surprising value comes first, with each " +
		"column measured in its own spread. Dark is the middle 90%, the line is the value.",
	WhyNone:   "Choose a row in the table to see which of its values are surprising.",
	WhyMoving: "The row is explained once training rests.", WhyOld: "This is of step %s; the row is explained anew once training rests.",
	WhyBusy:  "The row is being explained: %s.",
	WhyOneIn: "Strange: 1 in %s is as far out.", WhyBelow: "Very strange: fewer than 1 in %s are as far out.",
	WhyUsual: "Usual: %s in 100 are as far out.", WhyUnknown: "Too far out to tell.",
	WhyTypical: "Typical is %s; 90%% lie between %s and %s.", WhyLeft: "%s more columns are less surprising.",
	WhyPassed: "%s were not worked out: log p hardly changes along them here. “What if?” gives any of them a slider.",
}

var rowsKO = rowsWords{
	Rows: "행", RowsTip: "행의 표를 열거나 닫습니다.",
	RowsBy: map[string][2]string{
		"":       {"가능도가 낮은 행부터", "가능도가 높은 행부터"},
		"number": {"파일에 있는 차례대로", "파일의 마지막 행부터"},
		"column": {"%s이(가) 작은 행부터", "%s이(가) 큰 행부터"},
	},
	RowsHow: "log p는 모델이 보기에 그 행이 얼마나 그럴듯한지를 nat으로 나타냅니다. 백분위는 가능도가 이 행 이하인 학습 행의 비율입니다. 여기에서, 또는 왼쪽 평면의 점을 눌러 행을 고르면 두 평면에 표시되고, " +
		"어떤 값이 이상한지 아래에 나옵니다.",
	RowsMoving: "학습이 멈추면 log p로 행의 순위를 매깁니다.",
	RowsBusy:   "log p로 행의 순위를 매기고 있습니다: %s.",
	RowsOld:    "log p는 스텝 %s의 값입니다. 학습이 멈추면 순위를 다시 매깁니다.",
	RowsBegun:  "곧 log p로 행의 순위를 매깁니다.",
	RowsSearch: word{"찾기", "칸에 이 글자가 있거나 번호가 이것인 행을 보여 줍니다. #12는 12번 행 하나입니다."}, RowsSearchHint: "글자, 수 또는 #행",
	RowsExport:    word{"CSV 내보내기", "목록에 있는 행을 모든 쪽에 걸쳐 log p, 백분위와 함께 저장합니다."},
	RowsExporting: "행을 내보내는 중 …",
	RowsAll:       "%s행", RowsNone: "‘%s’이(가) 있는 행이 없습니다.",
	RowsFound: "%[2]s행 가운데 %[1]s행을 찾음", RowsAmong: "%[2]s행 가운데 평면에서 고른 %[1]s행",
	RowsWindow: "%[3]s행 가운데 %[1]s번째부터 %[2]s번째까지",
	RowsBack:   word{"이전", "앞의 행을 봅니다."}, RowsNext: word{"다음", "다음 행을 봅니다."},
	RowsNumber: word{"행", "파일에서의 행 번호로 차례를 정합니다. 다시 누르면 거꾸로 됩니다."},
	RowsLogP:   word{"log p", "가능도가 낮은 행부터 log p로 차례를 정합니다. 다시 누르면 거꾸로 됩니다."},
	RowsShare:  word{"백분위", "가능도가 이 행 이하인 학습 행의 비율입니다."},
	RowsColumn: "%s(으)로 차례를 정합니다. 다시 누르면 거꾸로 됩니다.", RowsLeft: "열 %s개는 표에 자리가 없습니다. CSV에는 들어 있습니다.",
	RowsChoose: "이 행을 두 평면에 표시하고 아래에서 설명하거나, 표시를 지웁니다.",
	RowsChosen: "%s번 행을 두 평면에 표시하고 아래에서 설명합니다.",
	Why:        "이 행은 왜 이상한가요?", WhySub: "%s번 행", WhyTip: "행의 값마다 모델이 무엇을 예상하는지 열거나 닫습니다.",
	WhyText: "모델은 행의 나머지 값을 모두 알 때 이 값이 어떨지를 곡선으로 나타냅니다. 열마다 제 흩어진 정도로 재어 가장 뜻밖인 값부터 보여 줍니다. 진한 곳은 가운데 90%, 세로줄은 " +
		"이 행의 값입니다.",
	WhyNone:   "표에서 행을 고르면 어떤 값이 뜻밖인지 볼 수 있습니다.",
	WhyMoving: "학습이 멈추면 이 행을 설명합니다.", WhyOld: "스텝 %s의 설명입니다. 학습이 멈추면 다시 설명합니다.",
	WhyBusy:  "이 행을 설명하는 중입니다: %s.",
	WhyOneIn: "이상함: 이만큼 벗어나는 것은 %s개 가운데 1개입니다.", WhyBelow: "매우 이상함: 이만큼 벗어나는 것은 %s개 가운데 1개도 안 됩니다.",
	WhyUsual: "보통: 이만큼 벗어나는 것이 100개 가운데 %s개입니다.", WhyUnknown: "너무 멀리 벗어나 알 수 없습니다.",
	WhyTypical: "보통은 %s이고, 90%%는 %s에서 %s 사이입니다.", WhyLeft: "나머지 열 %s개는 덜 뜻밖입니다.",
	WhyPassed: "%s개는 계산하지 않았습니다. 여기서는 그 방향으로 log p가 거의 변하지 않습니다. ‘만약에?’에서 어느 것이든 슬라이더를 붙일 수 있습니다.",
}
