package app

// benchWords is every sentence of the benchmark's page; formats take the values in the order shown.
type benchWords struct {
	Title, Head, Sentence, Description, Back, Bar string

	Start, Stop, Again    word
	Idle, Starting, Doing string
	Done, Stopped, Failed string

	Table, Kernel, Steps, Gflops, Share string
	ModelHead, Kernels, InUse, Helpers  string
	LeftOut, Waiting, Peaks             string
	Models                              map[string]string // what a model is, by name
	KernelTips                          map[string]string // what a kernel is, by name

	Meaning, Result, ResultLabel   string
	Means                          [][2]string // a term, and a sentence about it
	Copy                           word
	Copied, Refused                string
	MarkHead, MarkHost, MarkColumn string
}

var benchEN = benchWords{
	Title:       "Benchmark - NICE Lab",
	Head:        "Benchmark",
	Sentence:    "How fast does this browser train?",
	Description: "Measure how fast your own browser trains a normalizing flow: steps a second for four models, and GFLOP/s against what its vectors can do.",
	Back:        "Back to the lab",
	Bar:         "Measure",

	Start:    word{"Measure", "Train four models on every kernel that this browser runs, in turns."},
	Stop:     word{"Stop", "End the measuring; the figures so far stay."},
	Again:    word{"Measure again", "Forget these figures and begin anew."},
	Idle:     "It takes about half a minute and, for the largest model, half a gigabyte of memory, which is given back. Other tabs slow it down.",
	Starting: "Starting the trainer …",
	Doing:    "Turn %s of %s: %s, %s",
	Done:     "Done. All memory is given back.",
	Stopped:  "Stopped. The figures so far stay.",
	Failed:   "The measuring ended early; the figures so far stay. What happened: %s",

	Table: "Training, by model and kernel", Kernel: "Kernel", Steps: "steps / s", Gflops: "GFLOP/s", Share: "of peak",
	ModelHead: "batch %s, %s weights",
	Kernels:   "The kernels of this browser appear here.",
	InUse:     "in use", Helpers: "%s (+%s)",
	LeftOut: "left out: about %s s a step", Waiting: "–",
	Peaks: "Peak in registers: %s.",
	Models: map[string]string{
		"2-D 64x2":     "The model that the page opens with.",
		"2-D 128x2":    "Twice as wide, four times the weights, two and a half times the work.",
		"16-D 128x2":   "A table of sixteen columns.",
		"784-D 1000x5": "The paper's model of handwritten digits; at most some seconds on each kernel.",
	},
	KernelTips: map[string]string{
		"threads": "Vectors with fused multiply-add, on several threads.",
		"relaxed": "Vectors with fused multiply-add (relaxed SIMD).",
		"strict":  "Vectors whose results are the same everywhere (SIMD).",
		"plain":   "Go's own code, without vectors.",
	},

	Meaning: "What the numbers mean",
	Means: [][2]string{
		{"steps / s", "How many times a second the model learns from one batch: forward, backward and Adam."},
		{"GFLOP/s", "The multiplications and additions of a step, in billions a second: six for each weight and row, far fewer where a net of one input is computed as the bent line that it is."},
		{"of peak", "The same, against a loop of the kernel's own instructions that touches no memory, which is measured before each turn. With several threads it is one thread's loop times their number: more than they reach where they share a core, and only large models keep them all busy. A bar runs from nothing to the highest peak; the mark is the kernel's own."},
		{"kernel", "The code that multiplies matrices; the page trains with the fastest that the browser runs, here marked “in use”."},
		{"median", "Each figure is the median of up to five turns of 0.4 s, in which the kernels alternate, so that other work on the machine hits all of them alike."},
	},
	Result: "Result", ResultLabel: "The result as Markdown text",
	Copy:     word{"Copy", "Copy the result as Markdown text."},
	Copied:   "Copied.",
	Refused:  "The browser refused the clipboard. The text is selected: copy it with Ctrl+C or ⌘C.",
	MarkHead: "NICE Lab benchmark, %s", MarkHost: "%s; %s logical processors",
	MarkColumn: "| model | kernel | steps/s | GFLOP/s | of peak |",
}

var benchKO = benchWords{
	Title:       "벤치마크 - NICE Lab",
	Head:        "벤치마크",
	Sentence:    "이 브라우저는 얼마나 빨리 학습할까요?",
	Description: "내 브라우저가 정규화 흐름을 얼마나 빨리 학습하는지 잽니다. 네 모델의 초당 스텝 수와, 벡터 연산의 한계에 견준 GFLOP/s를 보여 줍니다.",
	Back:        "실험실로 돌아가기",
	Bar:         "측정",

	Start:    word{"측정", "이 브라우저에서 도는 모든 커널로 네 모델을 번갈아 학습합니다."},
	Stop:     word{"중지", "측정을 끝냅니다. 지금까지의 수치는 남습니다."},
	Again:    word{"다시 측정", "이 수치를 지우고 처음부터 잽니다."},
	Idle:     "30초쯤 걸리고, 가장 큰 모델은 메모리 0.5 GB를 썼다가 돌려줍니다. 다른 탭이 있으면 느려집니다.",
	Starting: "트레이너를 시작합니다 …",
	Doing:    "%s/%s번째 차례: %s, %s",
	Done:     "끝났습니다. 메모리를 모두 돌려주었습니다.",
	Stopped:  "멈췄습니다. 지금까지의 수치는 남습니다.",
	Failed:   "측정이 일찍 끝났습니다. 지금까지의 수치는 남습니다. 일어난 일(영어): %s",

	Table: "모델과 커널별 학습 속도", Kernel: "커널", Steps: "스텝/초", Gflops: "GFLOP/s", Share: "한계 대비",
	ModelHead: "배치 %s, 가중치 %s개",
	Kernels:   "이 브라우저의 커널이 여기에 나타납니다.",
	InUse:     "사용 중", Helpers: "%s (+%s)",
	LeftOut: "생략: 스텝당 약 %s초", Waiting: "–",
	Peaks: "레지스터 안의 최고 속도: %s.",
	Models: map[string]string{
		"2-D 64x2":     "페이지가 처음 여는 모델입니다.",
		"2-D 128x2":    "너비는 두 배, 가중치는 네 배, 일은 두 배 반입니다.",
		"16-D 128x2":   "열이 열여섯인 표입니다.",
		"784-D 1000x5": "논문의 손글씨 숫자 모델입니다. 커널마다 길어야 몇 초입니다.",
	},
	KernelTips: map[string]string{
		"threads": "곱셈과 덧셈을 합친 벡터 연산을 여러 스레드에서 돌립니다.",
		"relaxed": "곱셈과 덧셈을 합친 벡터 연산입니다(relaxed SIMD).",
		"strict":  "어디서나 결과가 같은 벡터 연산입니다(SIMD).",
		"plain":   "벡터 없는 Go 코드 그대로입니다.",
	},

	Meaning: "수치의 뜻",
	Means: [][2]string{
		{"스텝/초", "모델이 1초에 배치 하나로 배우는 횟수입니다. 순전파, 역전파, Adam을 모두 포함합니다."},
		{"GFLOP/s", "한 스텝의 곱셈과 덧셈을 초당 10억 번 단위로 적은 것입니다. 가중치와 행마다 여섯 번이며, 입력이 하나인 신경망을 본래의 꺾은선으로 계산할 때는 훨씬 적습니다."},
		{"한계 대비", "메모리를 건드리지 않고 같은 명령만 도는 반복문에 견준 값으로, 차례마다 먼저 잽니다. 여러 스레드일 때는 한 스레드의 값에 스레드 수를 곱합니다. 코어를 나눠 쓰면 그만큼 나오지 않고, 큰 모델만이 모든 스레드를 바쁘게 합니다. 막대는 0부터 가장 높은 한계까지이고, 눈금은 그 커널의 한계입니다."},
		{"커널", "행렬을 곱하는 코드입니다. 페이지는 이 브라우저에서 가장 빠른 것으로 학습하며 “사용 중”이라고 표시합니다."},
		{"중앙값", "수치마다 0.4초짜리 차례를 다섯 번까지 재어 중앙값을 씁니다. 커널들이 번갈아 돌므로 다른 일의 영향을 고르게 받습니다."},
	},
	Result: "결과", ResultLabel: "마크다운으로 적은 결과",
	Copy:     word{"복사", "결과를 마크다운으로 복사합니다."},
	Copied:   "복사했습니다.",
	Refused:  "브라우저가 클립보드를 허락하지 않았습니다. 글을 선택해 두었으니 Ctrl+C 또는 ⌘C로 복사하세요.",
	MarkHead: "NICE Lab 벤치마크, %s", MarkHost: "%s; 논리 프로세서 %s개",
	MarkColumn: "| 모델 | 커널 | 스텝/초 | GFLOP/s | 한계 대비 |",
}
