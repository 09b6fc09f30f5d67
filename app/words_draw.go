package app

// drawWords are the sentences of drawing data and of selecting rows.
type drawWords struct {
	Draw                        word
	DrawSub, Board, Tools       string
	Brush, Eraser               word
	BrushSize, BrushDensity     word
	Undo, Redo, Clear, FromData word
	LearnIt, Cancel             word

	DrawFew, DrawCount, DrawFull string
	DrawnNote, DrawnBefore       string
	DrawnEarlier                 string
	DrawingName                  string
	DrawLearning                 string

	TypeHead, TypePoints           word
	TypeHint                       string
	AddPoints, TakePoints, Listing word
	PointsAdded, PointsTaken       string
	NothingTyped                   string
	LineNotTwo, LineNotANumber     string
	LineTooFar, LineTooMany        string

	Select         word
	SelectHint     string
	SelectNone     string
	Selected       string
	ClearSelection word
	ZKeys          string

	CameTrained, CameAt string
}

var drawEN = drawWords{
	Draw:    word{"Draw your own", "Draw points with a brush, or type them, and learn them."},
	DrawSub: "draw your own data",
	Board: "Drawing board. The arrow keys move the brush, Space or Enter presses it, E changes between brush and eraser, Control Z undoes, " +
		"Escape leaves the board.",
	Tools:        "Tools of the board",
	Brush:        word{"Brush", "Leave points (E changes to the eraser)."},
	Eraser:       word{"Eraser", "Take points away (E changes to the brush)."},
	BrushSize:    word{"Size", "How wide the brush and the eraser are."},
	BrushDensity: word{"Density", "How many points the brush leaves at a touch, and again on each way as long as it is wide."},
	Undo:         word{"Undo", "Take the last stroke back (Ctrl+Z)."},
	Redo:         word{"Redo", "Bring it back (Ctrl+Shift+Z)."},
	Clear:        word{"Clear", "Empty the board; Undo brings the points back."},
	FromData:     word{"Start from the data", "Put the points that the x-plane shows on the board, in place of what is there; Undo takes them off again."},
	LearnIt:      word{"Learn it", "Train a new model on these points."},
	Cancel:       word{"Cancel", "Leave the board: the model goes on with its data, and the drawing stays for the next time (Escape)."},

	DrawFew:      "%s points; learning takes at least %s.",
	DrawCount:    "%s points of at most %s.",
	DrawFull:     "%s points: the board is full.",
	DrawnNote:    "The board still has it: draw on, and learn it again.",
	DrawnEarlier: "Your last drawing is back; Undo takes it off.",
	DrawnBefore:  "The board holds another drawing now. Learn that, or choose “Start from the data” there to go on with this one.",
	DrawingName:  "Your drawing",
	DrawLearning: "Learning your drawing of %s points.",

	TypeHead:       word{"Type or paste points", "Write the points of the drawing as numbers, without a pointer."},
	TypePoints:     word{"One point a line: x, y", "Commas, semicolons, tabs or spaces stand between the two numbers."},
	TypeHint:       "0.5, 1.25\n-1, 0.75",
	AddPoints:      word{"Add", "Add these points to the drawing."},
	TakePoints:     word{"Replace", "Make these points the drawing, in place of what is there; Undo brings that back."},
	Listing:        word{"List the drawing", "Write the points of the drawing here, to copy or to change them."},
	PointsAdded:    "%s points were added.",
	PointsTaken:    "The drawing is these %s points now.",
	NothingTyped:   "There are no points in the field yet; type one a line, such as 0.5, 1.25.",
	LineNotTwo:     "Line %s, “%s”, is not two numbers; write it like 0.5, 1.25. Nothing was taken.",
	LineNotANumber: "In line %s, “%s” is not a number. Nothing was taken.",
	LineTooFar:     "In line %s, “%s” lies too far out; the board reaches to a million. Nothing was taken.",
	LineTooMany:    "From line %s, “%s”, on there is no room; a drawing has at most %s points. Nothing was taken.",

	Select:         word{"Select", "Drag around points here to see the same rows in both planes."},
	SelectHint:     "Drag around points in either plane, or press B at the crosshair; Shift adds.",
	SelectNone:     "No point is there. Drag around points in either plane, or move the crosshair to one by the arrow keys and press B.",
	Selected:       "%s of %s rows selected.",
	ClearSelection: word{"Clear selection", "Show all rows alike again (Escape)."},
	ZKeys:          "Use the arrow keys and B to select points.",

	CameTrained: "This model came trained; its history begins when you press play.",
	CameAt:      "Held out, its NLL is %s nats a row.",
}

var drawKO = drawWords{
	Draw:    word{"직접 그리기", "붓으로 점을 그리거나 입력해서 학습합니다."},
	DrawSub: "직접 데이터를 그립니다",
	Board: "그림판. 화살표 키로 붓을 옮기고, 스페이스나 엔터로 찍고, E로 붓과 지우개를 바꾸고, Ctrl+Z로 되돌리고, " +
		"Esc로 그림판을 닫습니다.",
	Tools:        "그림판 도구",
	Brush:        word{"붓", "점을 찍습니다(E를 누르면 지우개로 바뀝니다)."},
	Eraser:       word{"지우개", "점을 지웁니다(E를 누르면 붓으로 바뀝니다)."},
	BrushSize:    word{"크기", "붓과 지우개의 너비입니다."},
	BrushDensity: word{"밀도", "한 번 찍을 때, 그리고 붓 너비만큼 움직일 때마다 찍히는 점의 수입니다."},
	Undo:         word{"실행 취소", "마지막 획을 되돌립니다(Ctrl+Z)."},
	Redo:         word{"다시 실행", "되돌린 획을 다시 그립니다(Ctrl+Shift+Z)."},
	Clear:        word{"비우기", "그림판을 비웁니다. 실행 취소로 되돌릴 수 있습니다."},
	FromData:     word{"지금 데이터에서 시작", "x 평면에 보이는 점을 그림판에 옮깁니다. 그려져 있던 점은 실행 취소로 되돌릴 수 있습니다."},
	LearnIt:      word{"학습하기", "이 점으로 새 모델을 학습합니다."},
	Cancel:       word{"취소", "그림판을 닫습니다. 모델은 원래 데이터로 계속하고 그림은 다음에 이어서 그릴 수 있습니다(Esc)."},

	DrawFew:      "점 %s개. 학습하려면 적어도 %s개가 필요합니다.",
	DrawCount:    "점 %s개, 최대 %s개까지 그릴 수 있습니다.",
	DrawFull:     "점 %s개. 그림판이 가득 찼습니다.",
	DrawnNote:    "그림은 그림판에 남아 있습니다. 이어서 그리고 다시 학습할 수 있습니다.",
	DrawnEarlier: "지난번에 그리던 그림입니다. 실행 취소로 지울 수 있습니다.",
	DrawnBefore:  "지금 그림판에는 다른 그림이 있습니다. 그것을 학습하거나, 그림판에서 ‘지금 데이터에서 시작’을 눌러 이 그림을 이어 그리세요.",
	DrawingName:  "내 그림",
	DrawLearning: "그린 점 %s개를 학습합니다.",

	TypeHead:       word{"점을 입력하거나 붙여넣기", "포인터 없이 그림의 점을 숫자로 적습니다."},
	TypePoints:     word{"한 줄에 점 하나: x, y", "두 수 사이에는 쉼표, 세미콜론, 탭, 공백을 쓸 수 있습니다."},
	TypeHint:       "0.5, 1.25\n-1, 0.75",
	AddPoints:      word{"더하기", "이 점을 그림에 더합니다."},
	TakePoints:     word{"바꾸기", "그림을 이 점으로 바꿉니다. 실행 취소로 되돌릴 수 있습니다."},
	Listing:        word{"그림을 목록으로", "그림의 점을 여기에 적습니다. 복사하거나 고칠 수 있습니다."},
	PointsAdded:    "점 %s개를 더했습니다.",
	PointsTaken:    "이제 그림은 이 점 %s개입니다.",
	NothingTyped:   "아직 입력한 점이 없습니다. 0.5, 1.25처럼 한 줄에 하나씩 적으세요.",
	LineNotTwo:     "%s번째 줄 “%s”은(는) 두 수가 아닙니다. 0.5, 1.25처럼 적으세요. 아무것도 바뀌지 않았습니다.",
	LineNotANumber: "%s번째 줄의 “%s”은(는) 수가 아닙니다. 아무것도 바뀌지 않았습니다.",
	LineTooFar:     "%s번째 줄의 “%s”은(는) 너무 멉니다. 그림판은 백만까지입니다. 아무것도 바뀌지 않았습니다.",
	LineTooMany:    "%s번째 줄 “%s”부터는 자리가 없습니다. 그림의 점은 최대 %s개입니다. 아무것도 바뀌지 않았습니다.",

	Select:         word{"선택", "점 둘레로 끌어서 같은 행을 두 평면에서 봅니다."},
	SelectHint:     "어느 평면에서든 점 둘레로 끌거나, 십자선에서 B를 누르세요. Shift를 누르면 더합니다.",
	SelectNone:     "그곳에는 점이 없습니다. 어느 평면에서든 점 둘레로 끌거나, 화살표 키로 십자선을 점으로 옮기고 B를 누르세요.",
	Selected:       "%s개 행을 선택했습니다(전체 %s개).",
	ClearSelection: word{"선택 해제", "모든 행을 다시 똑같이 보여 줍니다(Esc)."},
	ZKeys:          "화살표 키와 B로 점을 선택합니다.",

	CameTrained: "이미 학습된 모델입니다. 기록은 학습을 누르면 시작됩니다.",
	CameAt:      "검증 NLL은 행당 %s nat입니다.",
}
