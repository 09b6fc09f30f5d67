package app

// timeWords is what the page says of a run's course.
type timeWords struct {
	Ready, LookingBack string // of the data; of a step and the data

	Time, TimeNow                word
	TimeText                     string // of a step and of the newest
	TimeNone, TimeHint, TimeBack string
	TimeTooMany                  string
}

var timeEN = timeWords{
	Ready: "Ready: %s. Press play.", LookingBack: "Back at step %s of %s. Play goes on from here.",
	Time:        word{"Time", "Go back to a recorded step and see every picture and number of it; to train from there forgets the steps after it."},
	TimeNow:     word{"Back to now", "Return to where the run has got."},
	TimeText:    "step %s of %s",
	TimeNone:    "Steps are recorded as it trains; then you can go back to them.",
	TimeHint:    "Go back in time: every picture and number is then of that step.",
	TimeBack:    "Step %s of %s. Play goes on from here.",
	TimeTooMany: "This model has too many weights for its steps to be recorded.",
}

var timeKO = timeWords{
	Ready: "준비됨: %s. 학습을 누르세요.", LookingBack: "스텝 %s(으)로 돌아왔습니다: %s. 학습을 누르면 여기서부터 이어집니다.",
	Time:        word{"시간", "기록된 스텝으로 돌아가 그때의 모든 그림과 숫자를 봅니다. 거기서 학습을 이어 가면 그 뒤의 스텝은 지워집니다."},
	TimeNow:     word{"현재로", "학습이 도달한 지점으로 돌아갑니다."},
	TimeText:    "스텝 %s / %s",
	TimeNone:    "학습하는 동안 스텝이 기록되며, 그 뒤에는 되돌아갈 수 있습니다.",
	TimeHint:    "시간을 되돌려 보세요. 모든 그림과 숫자가 그 스텝의 것이 됩니다.",
	TimeBack:    "스텝 %s / %s. 학습을 누르면 여기서부터 이어집니다.",
	TimeTooMany: "가중치가 너무 많아 이 모델의 스텝은 기록할 수 없습니다.",
}
