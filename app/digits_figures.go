package app

const digitBits, digitGaussian, digitSteps = 1.0, 1.0, 1

var digitSpectrum = []float32{1, 0.5}
