package app

// networkWords are the sentences of the network, of a step that is explained, and of what the limits in the loss chart mean.
type networkWords struct {
	NetCurves, NetMany, NetOpen, NetTip   string
	NetCurvesText, NetManyText            string
	NetFew, NetTurned, NetMapped          string
	NetCurve, NetCurveSum, NetCurveEmpty  string
	NetSpectrum, NetSpectrumText          string
	NetSpectrumSum, NetScales             string
	NetPit, NetPitText, NetPitAll         string
	NetPitSum, NetPitFigure, NetPitAlone  string
	NetIs, NetIsNot, NetOf, NetNoRows     string
	NetAtRest, ChanceBelow, ChanceIs      string
	StepHead, StepSub                     string
	StepBatch, StepBatchBig, StepBatchWhy string
	StepFreshBig, StepFreshWhy            string
	StepForward, StepLoss, StepForwardWhy string
	StepBack, StepSlope, StepBackWhy      string
	StepAdam, StepMove, StepAdamWhy       string
	StepAgain, StepLower, StepHigher      string
	StepPart, StepScaling, StepPicture    string
	LossIs, LossNegative                  string
	LossHIs, LossFloorIs, LossPrice       string
	PriceHere                             string
	FigKL, FigPrice                       word
}

var networkEN = networkWords{
	NetCurves: "The whole network is these %d curves and two scales",
	NetTip:    "Open or close the pictures of what is inside the model.",
	NetMany:   "The network",
	NetOpen:   "%d dimensions",
	NetFew:    "%d curves of them are drawn",
	NetTurned: "Before every coupling but the first the plane is turned by the golden angle, 137.5 degrees.",
	NetMapped: "Before every coupling but the first comes a linear map that keeps areas, at first a turn by 137.5 degrees.",
	NetCurvesText: "Each coupling adds a curve m of one coordinate to the other, in standardised units. Orange: how often the data meets each part " +
		"of the curve; where it never does, the curve is pale and does not matter.",
	NetManyText: "In %d dimensions a coupling adds to one half of the coordinates what a network makes of the other half, and no single curve shows that. In two " +
		"dimensions it would be drawn here.",
	NetCurve:      "h%d += m%d(h%d)",
	NetCurveSum:   "Coupling %d adds m of h%d to h%d: where its input runs from %s to %s, m lies between %s and %s.",
	NetCurveEmpty: "A coupling; empty until the trainer has started.",
	NetSpectrum:   "Spectrum of the scaling",
	NetSpectrumText: "exp(−s), the largest first, as in the paper: a large one is a direction in which the data varies much, a small one hardly matters. Training begins " +
		"with 1 everywhere.",
	NetSpectrumSum: "%s values of exp(−s), from %s down to %s.",
	NetScales:      "z1 = %s · h1 and z2 = %s · h2",
	NetPit:         "Is z really the prior?",
	NetPitText:     "Each z is turned into the share of the prior below it. Flat means yes; grey is where 95 of 100 bars stay by chance.",
	NetPitAll:      "all z",
	NetPitSum:      "Histogram of the share of the prior below %s, from 0 to 1: the bars lie between %s and %s of what is even. %s.",
	NetPitFigure:   "KS %s, %s",
	NetPitAlone:    "Each coordinate is judged alone: whether they are independent, this does not show.",
	NetIs: "On %s held-out rows the largest Kolmogorov-Smirnov distance%s is %s. Chance alone stays below %s in 95 of 100 cases: these rows cannot tell z from " +
		"the prior.",
	NetIsNot:    "On %s held-out rows the largest Kolmogorov-Smirnov distance%s is %s. Chance alone stays below %s in 95 of 100 cases: z is not the prior.",
	NetOf:       " of %s coordinates",
	NetNoRows:   "This model came without data, so there are no held-out rows to try it on.",
	NetAtRest:   "The model is large: its latents are tried when training pauses.",
	ChanceBelow: "p < %s",
	ChanceIs:    "p = %s",

	StepHead: "One step, explained", StepSub: "step %s",
	StepBatch: "The batch", StepBatchBig: "%s of %s rows",
	StepFreshBig: "%s fresh points", StepFreshWhy: "Drawn anew from the density of this set, which is known: no point is trained on twice.",
	StepBatchWhy: "Drawn from the rows that are trained on, in random order, none twice before all have come: rows %s, …",
	StepForward:  "Forward", StepLoss: "loss %s nats",
	StepForwardWhy: "f maps each row to its z. On average log p(z) %s + log S %s + units %s = log p(x) %s. The loss is minus that.",
	StepBack:       "Backward", StepSlope: "slope %s",
	StepBackWhy: "How steeply the loss falls, and in which direction of the %s weights: the norm of the gradient. Of all parts %s has the largest, %s.",
	StepAdam:    "Adam", StepMove: "moved by %s",
	StepAdamWhy: "All weights move downhill at learning rate %s. This is the norm of the whole move; no weight moved by more than %s.",
	StepAgain:   "The same batch again",
	StepLower:   "The same rows after the step: %s nats lower. What counts is whether rows that training does not see get likelier too.",
	StepHigher:  "The same rows after the step: %s nats higher. The step was too long for this batch; over many steps that evens out.",
	StepPart:    "coupling %d", StepScaling: "the scaling",
	StepPicture: "The rows of this batch, %s of them, among the data.",

	LossIs:       "NLL is the mean of −log p over rows: the lower, the likelier the model finds them.",
	LossNegative: "It can be negative: p is a density, not a probability, and is above 1 where rows lie close together in the units of their columns.",
	LossHIs:      "Dashed: H, the entropy of the data's own density. No model can go lower; NLL − H is KL(data ‖ model).",
	LossFloorIs:  "Dotted: the NICE floor, the lowest that any flow of constant volume can go. One volume factor serves dense and sparse regions alike, so it can lie above H.",
	LossPrice:    "the price of constant volume",
	PriceHere:    "No flow of constant volume can win back floor − H, here %s nats.",
	FigKL:        word{"KL to the data", "KL(data || model): NLL − H, judged on the held-out rows against the true density; ± is one standard error."},
	FigPrice:     word{"floor − H", "The price of constant volume: the least that any such flow loses on this data."},
}

var networkKO = networkWords{
	NetCurves:       "이 곡선 %d개와 배율 두 개가 신경망의 전부입니다",
	NetTip:          "모델 안을 보여 주는 그림을 열거나 닫습니다.",
	NetMany:         "신경망",
	NetOpen:         "%d차원",
	NetFew:          "그중 %d개를 그립니다",
	NetTurned:       "첫 결합층을 뺀 모든 결합층 앞에서 평면을 황금각, 곧 137.5도만큼 돌립니다.",
	NetMapped:       "첫 결합층을 뺀 모든 결합층 앞에 넓이를 지키는 선형 변환이 놓입니다. 처음에는 137.5도 회전입니다.",
	NetCurvesText:   "결합층마다 한 좌표의 곡선 m을 다른 좌표에 더합니다. 단위는 표준화한 것입니다. 주황색은 데이터가 곡선의 각 부분을 지나는 빈도입니다. 데이터가 지나지 않는 곳은 옅게 그리며 중요하지 않습니다.",
	NetManyText:     "%d차원에서는 결합층이 좌표 절반을 신경망에 통과시켜 나머지 절반에 더하므로 곡선 하나로 나타낼 수 없습니다. 2차원이라면 여기에 곡선이 그려집니다.",
	NetCurve:        "h%d += m%d(h%d)",
	NetCurveSum:     "결합층 %d: h%d의 m을 h%d에 더합니다. 입력이 %s에서 %s까지일 때 m은 %s에서 %s 사이입니다.",
	NetCurveEmpty:   "결합층 하나입니다. 트레이너가 시작되기 전에는 비어 있습니다.",
	NetSpectrum:     "배율의 스펙트럼",
	NetSpectrumText: "논문처럼 exp(−s)를 큰 것부터 늘어놓습니다. 값이 크면 데이터가 많이 변하는 방향이고, 작으면 거의 중요하지 않은 방향입니다. 학습은 모두 1에서 시작합니다.",
	NetSpectrumSum:  "exp(−s) 값 %s개, %s부터 %s까지입니다.",
	NetScales:       "z1 = %s · h1, z2 = %s · h2",
	NetPit:          "z는 정말 사전분포를 따를까요?",
	NetPitText:      "각 z를 사전분포에서 그보다 작은 값의 비율로 바꿉니다. 평평하면 그렇다는 뜻입니다. 회색은 우연만으로 막대 100개 중 95개가 머무는 범위입니다.",
	NetPitAll:       "모든 z",
	NetPitSum:       "사전분포에서 %s보다 작은 값의 비율을 0에서 1까지 나타낸 히스토그램입니다. 막대는 고른 경우의 %s배에서 %s배 사이입니다. %s.",
	NetPitFigure:    "KS %s, %s",
	NetPitAlone:     "좌표를 하나씩 따로 봅니다. 좌표들이 서로 독립인지는 알 수 없습니다.",
	NetIs:           "학습에 쓰지 않은 %s행에서 콜모고로프-스미르노프 거리의 최댓값은%s %s입니다. 우연만으로도 100번 중 95번은 %s보다 작습니다. 이 행들로는 z와 사전분포를 구별할 수 없습니다.",
	NetIsNot:        "학습에 쓰지 않은 %s행에서 콜모고로프-스미르노프 거리의 최댓값은%s %s입니다. 우연이라면 100번 중 95번은 %s보다 작습니다. z는 사전분포를 따르지 않습니다.",
	NetOf:           " 좌표 %s개 중",
	NetNoRows:       "이 모델은 데이터 없이 열었으므로 시험해 볼 행이 없습니다.",
	NetAtRest:       "모델이 크므로 잠재 변수는 학습을 멈췄을 때 살펴봅니다.",
	ChanceBelow:     "p < %s",
	ChanceIs:        "p = %s",

	StepHead: "한 스텝 풀이", StepSub: "스텝 %s",
	StepBatch: "배치", StepBatchBig: "%s행 / 전체 %s행",
	StepFreshBig: "새 점 %s개", StepFreshWhy: "밀도를 아는 데이터라 새로 뽑습니다. 같은 점으로 두 번 학습하지 않습니다.",
	StepBatchWhy: "학습용 행에서 무작위 순서로 뽑습니다. 모든 행이 한 번씩 나오기 전에는 같은 행이 다시 나오지 않습니다. 행 번호 %s, …",
	StepForward:  "순방향", StepLoss: "손실 %s nat",
	StepForwardWhy: "f가 각 행을 z로 옮깁니다. 평균하면 log p(z) %s + log S %s + 단위 %s = log p(x) %s이고, 손실은 여기에 음의 부호를 붙인 값입니다.",
	StepBack:       "역방향", StepSlope: "기울기 %s",
	StepBackWhy: "가중치 %s개의 어느 방향으로 손실이 얼마나 가파르게 줄어드는지를 나타내는 그래디언트의 크기입니다. 가장 큰 부분은 %s이고 크기는 %s입니다.",
	StepAdam:    "Adam", StepMove: "이동 %s",
	StepAdamWhy: "모든 가중치가 학습률 %s로 내리막을 따라 움직입니다. 위 수는 전체 이동의 크기이고, 어느 가중치도 %s보다 많이 움직이지 않았습니다.",
	StepAgain:   "같은 배치를 다시",
	StepLower:   "스텝 뒤에 같은 행의 손실이 %s nat 낮아졌습니다. 정말 중요한 것은 학습에 쓰지 않은 행도 더 그럴듯해지는지입니다.",
	StepHigher:  "스텝 뒤에 같은 행의 손실이 %s nat 높아졌습니다. 이 배치에는 걸음이 너무 컸지만, 여러 스텝을 거치면 고르게 됩니다.",
	StepPart:    "결합층 %d", StepScaling: "배율",
	StepPicture: "데이터 가운데 이 배치의 행 %s개입니다.",

	LossIs:       "NLL은 행마다 구한 −log p의 평균입니다. 낮을수록 모델이 그 행을 더 그럴듯하게 봅니다.",
	LossNegative: "음수일 수도 있습니다. p는 확률이 아니라 밀도이므로, 열의 단위로 보아 행이 촘촘히 모인 곳에서는 1보다 큽니다.",
	LossHIs:      "파선: 데이터 자체 밀도의 엔트로피 H입니다. 어떤 모델도 이보다 낮을 수 없고, NLL − H는 KL(데이터 ‖ 모델)입니다.",
	LossFloorIs:  "점선: NICE 하한, 부피가 일정한 흐름이 내려갈 수 있는 가장 낮은 값입니다. 부피 배율 하나로 빽빽한 곳과 성긴 곳을 함께 맞춰야 하므로 H보다 높을 수 있습니다.",
	LossPrice:    "일정한 부피의 대가",
	PriceHere:    "부피가 일정한 흐름은 하한 − H를 되찾을 수 없습니다. 여기서는 %s nat입니다.",
	FigKL:        word{"데이터와의 KL", "KL(데이터 || 모델): NLL − H를 참 밀도와 비교해 학습에 쓰지 않은 행에서 구합니다. ±는 표준오차 하나입니다."},
	FigPrice:     word{"하한 − H", "일정한 부피의 대가: 그런 흐름이 이 데이터에서 적어도 잃는 값입니다."},
}
