package app

// tableWords is what the page says of the tables that it ships. A tip says what the rows are, and where they are from.
type tableWords struct {
	TablesHead string
	Tables     map[string]word

	Fill     word
	Filling  string
	ScoreWhy word
}

var tableEN = tableWords{
	TablesHead: "Tables and pictures",
	Tables: map[string]word{
		"penguins":   {"Penguins", "342 penguins of three species by bill, flipper and weight. Source: palmerpenguins, CC0."},
		"iris":       {"Iris", "150 flowers of three species, by the length and width of sepals and petals. Source: Fisher 1936, scikit-learn."},
		"wine":       {"Wine", "178 Italian wines of three growers by 13 chemical measurements. Source: UCI, CC BY 4.0."},
		"banknote":   {"Banknotes", "1,372 banknotes, genuine and forged, by four features of their pictures. Source: UCI, CC BY 4.0."},
		"faithful":   {"Old Faithful", "272 eruptions of a geyser, with the wait after each. Source: Azzalini and Bowman 1990."},
		"redwine":    {"Red wine", "1,599 Portuguese red wines by 11 chemical measurements. Source: Cortez et al. 2009, UCI, CC BY 4.0."},
		"cancer":     {"Cell nuclei", "569 biopsies of breasts by 30 measurements of cell nuclei. Source: Wolberg et al. 1995, UCI, CC BY 4.0."},
		"datasaurus": {"Datasaurus", "142 points with the means and spreads of a dozen other sets: look at the picture. Source: Matejka and Fitzmaurice 2017, MIT."},
		"digits":     {"Digits 8×8", "5,620 handwritten digits of 8 × 8 pixels. Source: Alpaydin and Kaynak 1998, UCI, CC BY 4.0."},
		"mnist":      {"MNIST", "70,000 handwritten digits of 28 × 28 pixels, 10,000 of them a test set; 11 MB. Source: LeCun, Cortes and Burges, CC BY-SA 3.0."},
	},
	Fill:     word{"Fill blanks", "Give back a table with its blank cells filled by what the model expects there, and with the interval that holds 90%."},
	Filling:  "Filling blanks …",
	ScoreWhy: word{"Scores say why", "Add to a scored file each row's percentile, its most surprising column with its tail probability, and the surprise of every column."},
}

var tableKO = tableWords{
	TablesHead: "표와 그림",
	Tables: map[string]word{
		"penguins":   {"펭귄", "세 종의 펭귄 342마리를 부리, 날개, 몸무게로 잰 표입니다. 출처: palmerpenguins, CC0."},
		"iris":       {"붓꽃", "세 종의 붓꽃 150송이를 꽃받침과 꽃잎의 길이와 너비로 잰 표입니다. 출처: Fisher 1936, scikit-learn."},
		"wine":       {"와인", "세 재배자의 이탈리아 와인 178종을 화학 성분 13가지로 잰 표입니다. 출처: UCI, CC BY 4.0."},
		"banknote":   {"지폐", "진짜와 가짜 지폐 1,372장을 사진의 특징 네 가지로 나타낸 표입니다. 출처: UCI, CC BY 4.0."},
		"faithful":   {"올드 페이스풀", "간헐천의 분출 272번과 다음 분출까지 기다린 시간입니다. 출처: Azzalini, Bowman 1990."},
		"redwine":    {"레드 와인", "포르투갈 레드 와인 1,599종을 화학 성분 11가지로 잰 표입니다. 출처: Cortez 외 2009, UCI, CC BY 4.0."},
		"cancer":     {"세포핵", "유방 조직 검사 569건을 세포핵 측정값 30가지로 나타낸 표입니다. 출처: Wolberg 외 1995, UCI, CC BY 4.0."},
		"datasaurus": {"데이터사우루스", "다른 열두 데이터와 평균과 퍼짐이 같은 점 142개입니다. 그림을 보세요. 출처: Matejka, Fitzmaurice 2017, MIT."},
		"digits":     {"손글씨 8×8", "8 × 8 픽셀의 손글씨 숫자 5,620장입니다. 출처: Alpaydin, Kaynak 1998, UCI, CC BY 4.0."},
		"mnist":      {"MNIST", "28 × 28 픽셀의 손글씨 숫자 70,000장이며, 그중 10,000장은 시험 집합입니다. 11 MB. 출처: LeCun, Cortes, Burges, CC BY-SA 3.0."},
	},
	Fill:     word{"빈칸 채우기", "표의 빈칸을 모델이 기대하는 값으로 채우고, 90%가 드는 구간을 덧붙여 돌려줍니다."},
	Filling:  "빈칸을 채우는 중 …",
	ScoreWhy: word{"점수에 이유 덧붙이기", "점수를 매긴 파일에 행마다 백분위, 가장 뜻밖인 열과 그 꼬리 확률, 모든 열의 뜻밖의 정도를 덧붙입니다."},
}
