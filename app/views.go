package app

import (
	"nicelab/app/view"
	"nicelab/app/view/corner"
	"nicelab/app/view/pictures"
	"nicelab/app/view/rows"
	"nicelab/app/view/why"
)

// views draw those of the lab, which says in what order they stand.
var views = view.Kinds{rows.View, why.View, corner.View, pictures.Closeup, pictures.Inpaint, pictures.Walk,
	pictures.Ends}
