package app

// layersWords are the sentences about the plane between x and z; formats take the values in the order shown.
type layersWords struct {
	LayersHead, LayersAll        string
	LayersNote, LayersBackNote   string
	LayersTwo                    string
	Layer                        word
	LayersWay                    word
	LayersForth, LayersBack      word
	LayersPlay, LayersPause      word
	Grid                         word
	LayerX, LayerAfter           string
	LayerAt, LayerS              string
	LayerXSub, LayerUp, LayerGo  string
	LayerAcross, LayerScales     string
	LayerWhite, LayerWhitens     string
	LayerTurns, LayersMore       string
	LayerSum                     string
	CellArea, CellGrows, CellNow string
}

var layersEN = layersWords{
	LayersHead: "Layer by layer", LayersAll: "Layers",
	LayersNote:     "Each coupling slides the plane along one axis; no area changes until S.",
	LayersBackNote: "Squares of z, on their way back: S is undone first, then each coupling slides the plane back.",
	LayersTwo:      "The layers are drawn for models of two columns; this one has %s.",
	Layer:          word{"Layer", "Drag, or use the arrow keys, to go from x through every layer to z."},
	LayersWay:      word{"Direction", "Where the lattice is made of squares: in x, or in z."},
	LayersForth:    word{"x → z", "Squares in x, and what every layer makes of them."},
	LayersBack:     word{"z → x", "Squares in z, and where they come from at every layer."},
	LayersPlay:     word{"Play the layers", "Go through all layers, one after the other."},
	LayersPause:    word{"Stop the layers", "Stop between the layers."},
	Grid:           word{"Grid", "Draw the lattice at z too."},
	LayerX:         "x, standardised", LayerAfter: "after coupling %d of %d",
	LayerAt: "coupling %d of %d", LayerS: "S",
	LayerXSub: "before all couplings", LayerUp: "columns slide", LayerAcross: "rows slide",
	LayerWhite: "whitened", LayerWhitens: "takes the correlation away", LayerTurns: "turns, then slides along an axis",
	LayersMore:  "Whitening and S change every area by one factor; in between the plane is turned and slid, and no area changes.",
	LayerScales: "rescales the axes", LayerGo: "Show the plane as it is here: %s.",
	LayerSum: "The plane at a layer of the flow: %s. A checkerboard shows how it is bent so far, with the data over it.",
	CellArea: "Area of the marked cell: %s × what it was.", CellGrows: "Area of the marked cell: from %s to %s × what it was.",
	CellNow: "area",
}

var layersKO = layersWords{
	LayersHead: "층별로 보기", LayersAll: "층",
	LayersNote:     "결합층은 평면을 한 축 방향으로만 밉니다. S에 이르기 전까지 넓이는 변하지 않습니다.",
	LayersBackNote: "z의 정사각형을 거꾸로 되돌립니다. 먼저 S를 풀고, 이어서 결합층마다 평면을 되밉니다.",
	LayersTwo:      "층은 열이 두 개인 모델에서만 그립니다. 이 모델의 열은 %s개입니다.",
	Layer:          word{"층", "끌거나 화살표 키를 눌러 x에서 모든 층을 거쳐 z까지 이동하세요."},
	LayersWay:      word{"방향", "격자가 정사각형인 쪽을 x와 z 가운데에서 고르세요."},
	LayersForth:    word{"x → z", "x의 정사각형이 층마다 어떻게 바뀌는지 봅니다."},
	LayersBack:     word{"z → x", "z의 정사각형이 층마다 어디에서 왔는지 봅니다."},
	LayersPlay:     word{"층 재생", "모든 층을 차례로 지나갑니다."},
	LayersPause:    word{"층 재생 멈춤", "지금 위치에서 멈춥니다."},
	Grid:           word{"격자", "z에도 격자를 그립니다."},
	LayerX:         "표준화한 x", LayerAfter: "결합층 %d/%d 이후",
	LayerAt: "결합층 %d/%d", LayerS: "S",
	LayerXSub: "첫 결합층 이전", LayerUp: "세로줄이 밀립니다", LayerAcross: "가로줄이 밀립니다",
	LayerWhite: "백색화 이후", LayerWhitens: "상관을 없앱니다", LayerTurns: "돌린 다음 한 축을 따라 밉니다",
	LayersMore:  "백색화와 S는 모든 넓이를 같은 배율로 바꿉니다. 그 사이에는 평면을 돌리고 밀 뿐이어서 넓이가 변하지 않습니다.",
	LayerScales: "두 축의 배율이 바뀝니다", LayerGo: "이 층에서의 평면을 봅니다: %s.",
	LayerSum: "흐름의 한 층에서 본 평면: %s. 바둑판 격자가 지금까지 얼마나 휘었는지를 데이터와 함께 보여 줍니다.",
	CellArea: "표시한 칸의 넓이: 처음의 %s배.", CellGrows: "표시한 칸의 넓이: 처음의 %s배에서 %s배로.",
	CellNow: "넓이",
}
