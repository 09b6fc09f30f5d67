package app

// aliveWords are about a trainer that has died or does not answer.
type aliveWords struct {
	SilentHead, SilentText, EndedText, FromKept string
}

var aliveEN = aliveWords{
	SilentHead: "The trainer does not answer.",
	SilentText: "It may be busy with something large: then this message goes when it is done. If it hangs, start a new one; the page and your settings stay.",
	EndedText:  "Something ended it from outside, such as a lack of memory. The page and your settings are still here.",
	FromKept:   "A new one goes on from step %s, which is kept.",
}

var aliveKO = aliveWords{
	SilentHead: "트레이너가 응답하지 않습니다.",
	SilentText: "큰 작업을 하고 있을 수 있으며, 그렇다면 끝나는 대로 이 알림이 사라집니다. 멈춘 것이라면 새 트레이너를 시작하세요. 페이지와 설정은 그대로 있습니다.",
	EndedText:  "메모리 부족처럼 바깥의 원인으로 끝났습니다. 페이지와 설정은 그대로 있습니다.",
	FromKept:   "새 트레이너는 보관된 %s스텝부터 이어 갑니다.",
}
