package app

// whatIfWords are the sentences of a row whose values a person changes.
type whatIfWords struct {
	Try, TryReset word
	TrySum        string // log p now, and of the row itself
	TryValue      string // of a column
}

var whatIfEN = whatIfWords{
	Try:      word{"What if?", "Change values of this row and watch log p and what the model expects of all the others."},
	TryReset: word{"Back to the row", "Put the row's own values back."},
	TrySum:   "log p = %s; the row itself has %s.",
	TryValue: "What if %s were so?",
}

var whatIfKO = whatIfWords{
	Try:      word{"만약에?", "이 행의 값을 바꾸면서 log p와 나머지 값에 대한 모델의 예상이 어떻게 달라지는지 봅니다."},
	TryReset: word{"원래 행으로", "이 행의 원래 값으로 되돌립니다."},
	TrySum:   "log p = %s. 원래 행은 %s입니다.",
	TryValue: "%s이(가) 이렇다면?",
}
