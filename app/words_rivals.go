package app

// rivalWords is what the page says of simpler models on the same rows.
type rivalWords struct {
	Base, BaseSub, BaseModel, BaseNLL string
	BaseLead, BaseFlow                word
	BaseNames                         map[string]word
	BaseComponents                    string            // of their number
	BaseRows                          string            // of how many, of how many
	BaseBusy                          string            // in place of a figure
	BaseWhy                           map[string]string // likewise
	BaseBits                          string            // of a number
	BaseSome                          string            // of how many rows that are compared, of how many held out

	// What comes of it. Ahead, level and behind are of the best model's name, the distance and its standard error.
	BaseBegun, BaseTrain            string
	BaseAhead, BaseLevel, BaseLoses string
}

var rivalEN = rivalWords{
	Base: "Simpler models", BaseSub: "fitted to the same rows, NLL held out in nats",
	BaseModel: "model", BaseNLL: "NLL",
	BaseLead: word{"flow ahead by", "How much likelier the held-out rows are under the flow, in nats a row; ± is one standard error of that difference, row by row."},
	BaseFlow: word{"this flow", "The NLL of the held-out rows under the flow, after as many steps as it says."},
	BaseNames: map[string]word{
		"gaussian": {"Gaussian", "One Gaussian with a full covariance."},
		"mixture":  {"Mixture", "A mixture of Gaussians with full covariances; how many is chosen inside the training rows."},
		"kernel":   {"Kernels", "A small Gaussian around each training row; its width is chosen inside the training rows."},
	},
	BaseComponents: "of %s", BaseRows: "from %s of %s rows", BaseBusy: "computing …",
	BaseWhy: map[string]string{
		"columns": "not computed: too many columns for the covariances of a mixture",
		"rows":    "not computed: too few rows",
		"pixels":  "not computed: too many pixels for a full covariance",
	},
	BaseBits: "%s bits a pixel", BaseSome: "They are compared on %s of the %s rows held out, since the flow is large.",
	BaseBegun: "Simpler models are being fitted beside the training, to hold the flow against.",
	BaseTrain: "Train the flow to hold it against them.",
	BaseAhead: "The flow beats the best of them (%s) by %s ± %s nats a row.",
	BaseLevel: "The flow is as good as the best of them (%s): the difference of %s is within one standard error, ± %s.",
	BaseLoses: "The best of them (%s) still beats the flow, by %s ± %s nats a row.",
}

var rivalKO = rivalWords{
	Base: "더 단순한 모델", BaseSub: "같은 행에 맞춘 모델들의 검증 NLL, nat",
	BaseModel: "모델", BaseNLL: "NLL",
	BaseLead: word{"흐름이 앞선 폭", "검증 행의 로그 가능도가 흐름에서 얼마나 더 높은지(행당 nat)입니다. ±는 행마다 짝지어 잰 이 차이의 표준오차 하나입니다."},
	BaseFlow: word{"이 흐름", "표시된 스텝에서 잰 흐름의 검증 NLL입니다."},
	BaseNames: map[string]word{
		"gaussian": {"가우스 분포", "공분산 전체를 쓰는 가우스 분포 하나입니다."},
		"mixture":  {"가우스 혼합", "공분산 전체를 쓰는 가우스 분포 여럿의 혼합입니다. 몇 개를 섞을지는 학습 행 안에서 고릅니다."},
		"kernel":   {"커널 밀도", "학습 행마다 작은 가우스 분포를 하나씩 둡니다. 그 폭은 학습 행 안에서 고릅니다."},
	},
	BaseComponents: "%s개", BaseRows: "%[2]s행 가운데 %[1]s행으로 맞춤", BaseBusy: "계산 중 …",
	BaseWhy: map[string]string{
		"columns": "계산하지 않음: 혼합 모델의 공분산을 구하기에 열이 너무 많음",
		"rows":    "계산하지 않음: 행이 너무 적음",
		"pixels":  "계산하지 않음: 공분산 전체를 구하기에 픽셀이 너무 많음",
	},
	BaseBits: "픽셀당 %s비트", BaseSome: "흐름이 커서, 검증 행 %[2]s개 가운데 %[1]s개로 견줍니다.",
	BaseBegun: "흐름과 견줄 더 단순한 모델들을 학습과 함께 맞추고 있습니다.",
	BaseTrain: "흐름을 학습하면 이 모델들과 견줄 수 있습니다.",
	BaseAhead: "흐름이 그중 가장 좋은 모델(%s)보다 행당 %s ± %s nat 앞섭니다.",
	BaseLevel: "흐름은 그중 가장 좋은 모델(%s)만큼 좋습니다. 차이 %s은(는) 표준오차 하나(± %s) 안입니다.",
	BaseLoses: "그중 가장 좋은 모델(%s)이 아직 흐름보다 행당 %s ± %s nat 앞섭니다.",
}
