package drawing

import (
	"testing"

	"nicelab/app/board"
	"nicelab/wasm/protocol"
)

func TestBoardAndTrainerAgree(t *testing.T) {
	if board.Max != protocol.MaxPoints {
		t.Errorf("the board holds %d points, the page draws up to %d", board.Max, protocol.MaxPoints)
	}
}
