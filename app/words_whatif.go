package app

// whatIfWords are the sentences of a row whose values a person changes.
type whatIfWords struct {
	Try, TryReset word
	TrySum        string // log p now, and of the row itself
	TryValue      string // of a column
	TryAdd        word
	TryAddHint    string
}

var whatIfEN = whatIfWords{
	Try:        word{"What if?", "Change values of this row and watch log p and what the model expects of all the others."},
	TryReset:   word{"Back to the row", "Put the row's own values back."},
	TrySum:     "log p = %s; the row itself has %s.",
	TryValue:   "What if %s were so?",
	TryAdd:     word{"Slider for", "Give another column a slider. It comes first; where there are sixteen, the last makes room."},
	TryAddHint: "another column …",
}

var whatIfKO = whatIfWords{
	Try:        word{"만약에?", "이 행의 값을 바꾸면서 log p와 나머지 값에 대한 모델의 예상이 어떻게 달라지는지 봅니다."},
	TryReset:   word{"원래 행으로", "이 행의 원래 값으로 되돌립니다."},
	TrySum:     "log p = %s. 원래 행은 %s입니다.",
	TryValue:   "%s이(가) 이렇다면?",
	TryAdd:     word{"슬라이더 추가", "다른 열의 슬라이더를 맨 앞에 놓습니다. 이미 열여섯 개면 마지막 것이 자리를 내줍니다."},
	TryAddHint: "다른 열 …",
}
