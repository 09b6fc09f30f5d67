package protocol

// Ping asks whether the trainer still works. It answers with an Alive between two slices of work, before all that
// waits.
type Ping struct{}

// Alive is the answer to a Ping.
type Alive struct{}

func (Ping) command() {}

func (Alive) event() {}
