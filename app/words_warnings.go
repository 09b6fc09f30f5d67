package app

// warningWords are what the page says beside the trainer's own sentences (protocol.Sentences) of a table that wants care,
// and of what takes long.
type warningWords struct {
	Cancelling word            // of what takes long
	WarnMore   string          // of how many
	WarnDo     map[string]word // by protocol.Warning.Do
}

var warningEN = warningWords{
	Cancelling: word{"Cancel", "End this; no file is saved."},
	WarnMore:   "More is to know of this table: %s beside the data.",
	WarnDo: map[string]word{
		"leave":     {"Leave out", "Train without what is named; a box in the list of columns brings it back."},
		"take-far":  {"Train on them too", "Train on the rows that lie far out as well."},
		"leave-far": {"Leave them out", "Train without the rows that lie far out."},
		"spread":    {"Spread them", "Add to each value, in every batch anew, noise that is even over one step: dequantization."},
		"unspread":  {"Leave them as they are", "Train on the values as the file has them."},
	},
}

var warningKO = warningWords{
	Cancelling: word{"취소", "이 일을 그만둡니다. 저장되는 파일은 없습니다."},
	WarnMore:   "이 표에 대해 알아야 할 것이 더 있습니다. 데이터 옆에 %s개가 있습니다.",
	WarnDo: map[string]word{
		"leave":     {"빼기", "여기 적힌 것 없이 학습합니다. 열 목록에서 표시하면 되돌아옵니다."},
		"take-far":  {"함께 학습하기", "멀리 떨어진 행도 함께 학습합니다."},
		"leave-far": {"빼고 학습하기", "멀리 떨어진 행 없이 학습합니다."},
		"spread":    {"고르게 펴기", "배치마다 각 값에 한 간격만큼 고른 잡음을 새로 더합니다(역양자화)."},
		"unspread":  {"그대로 두기", "파일에 있는 값 그대로 학습합니다."},
	},
}
