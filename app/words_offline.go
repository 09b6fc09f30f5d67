package app

// offlineWords are about the page as a program that the browser keeps.
type offlineWords struct {
	Newer             string
	Renew, RenewLater word
	Install           word
	Skip              string
}

var offlineEN = offlineWords{
	Newer:      "A new version is ready.",
	Renew:      word{"Reload", "Load the new version now; your run is kept and offered again."},
	RenewLater: word{"Not now", "Keep this version; the new one comes when every tab of NICE Lab is closed."},
	Install:    word{"Install NICE Lab", "Add NICE Lab to this device's programs; it works without a network."},
	Skip:       "Skip to the planes",
}

var offlineKO = offlineWords{
	Newer:      "새 버전이 준비되었습니다.",
	Renew:      word{"새로 고침", "지금 새 버전을 불러옵니다. 진행 중이던 학습은 보관되며 다시 이어 갈 수 있습니다."},
	RenewLater: word{"나중에", "이 버전을 계속 씁니다. 새 버전은 NICE Lab 탭을 모두 닫은 뒤에 적용됩니다."},
	Install:    word{"NICE Lab 설치", "NICE Lab을 이 기기에 설치합니다. 네트워크가 없어도 작동합니다."},
	Skip:       "평면으로 건너뛰기",
}
