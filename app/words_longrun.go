package app

// longRunWords is what the page says of runs that take long.
type longRunWords struct {
	RunTitle     string // of the step, of a figure
	RunTitleLeft string // of the time left, of the step, of a figure
	Awake        word
	AwakeRefused string
}

var longRunEN = longRunWords{
	RunTitle: "Step %s: %s – NICE Lab", RunTitleLeft: "%s left, step %s: %s – NICE Lab",
	Awake:        word{"Keep the screen on while it trains", "Many devices stop a tab when the screen goes dark; the screen may go dark again once training rests."},
	AwakeRefused: "The browser does not allow it now: perhaps the battery is low, or a setting saves power.",
}

var longRunKO = longRunWords{
	RunTitle: "%s스텝: %s – NICE Lab", RunTitleLeft: "%s 남음, %s스텝: %s – NICE Lab",
	Awake:        word{"학습하는 동안 화면 켜 두기", "화면이 꺼지면 탭을 멈추는 기기가 많습니다. 학습이 쉬면 화면은 다시 꺼질 수 있습니다."},
	AwakeRefused: "지금은 브라우저가 허락하지 않습니다. 배터리가 부족하거나 절전 설정 때문일 수 있습니다.",
}
