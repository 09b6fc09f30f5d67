package app

// imagingWords is what the page says of files that become pictures.
type imagingWords struct {
	AsPictures word   // the label is of two numbers of pixels
	AsColour   string // likewise
	Together   string // of how many files
}

var imagingEN = imagingWords{
	AsPictures: word{"The rows are pictures of %s × %s pixels", "Show and model each row as a picture, its columns pixel by pixel; uncheck it to have the table again."},
	AsColour:   "The rows are colour pictures of %s × %s pixels",
	Together:   "%d idx files",
}

var imagingKO = imagingWords{
	AsPictures: word{"행이 %s × %s 픽셀의 그림입니다", "행마다 그림 한 장으로 보이고 모델링합니다. 열이 픽셀이 됩니다. 표시를 끄면 다시 표가 됩니다."},
	AsColour:   "행이 %s × %s 픽셀의 컬러 그림입니다",
	Together:   "idx 파일 %d개",
}
