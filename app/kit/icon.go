package kit

import ui "github.com/maxence-charriere/go-app/v9/pkg/app"

// Icons are drawn on a 24 x 24 grid in the colour of their text.
const (
	IconPlay   = `<path d="M8 5.5v13l10.5-6.5z"/>`
	IconPause  = `<path d="M7.5 5.5h3v13h-3zM13.5 5.5h3v13h-3z"/>`
	IconStep   = `<path d="M6 6v12l8.5-6zM15.5 6h2.5v12h-2.5z"/>`
	IconReset  = `<path d="M12 5V2.2L7.2 6.6 12 11V8a5 5 0 1 1-5 5H4.2A7.8 7.8 0 1 0 12 5z"/>`
	IconDice   = `<path fill-rule="evenodd" d="M6 3.5h12A2.5 2.5 0 0 1 20.5 6v12a2.5 2.5 0 0 1-2.5 2.500H6A2.5 2.5 0 0 1 3.5 18V6A2.5 2.5 0 0 1 6 3.500zm2.3 3.200a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.200zm7.4 7.400a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.200zM12 10.400a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.200z"/>`
	IconBrush  = `<path d="M20.700 4.600a2.300 2.300 0 0 0-3.300-.1L9.600 12.100l2.400 2.400 7.700-7.800c.9-.9.9-1.400 1-2.100zM8.300 13.300c-1.900.2-3.200 1.700-3.300 3.600-.1 1.200-.7 1.900-1.800 2.200 1 .9 2.300 1.200 3.600 1.100 2.300-.2 4-1.900 4-4.300z"/>`
	IconLasso  = `<path d="M12 4C7 4 3 6.700 3 10.200c0 2 1.400 3.800 3.500 4.900-.5.5-.8 1.200-.7 1.900.1 1.300 1.300 2.100 2.600 2.100h1.100v-1.700H8.400c-.5 0-.9-.2-.9-.6-.1-.4.4-.8 1-.8.4 0 .8.200 1.200.4.7.1 1.500.2 2.300.2 5 0 9-2.800 9-6.300S17 4 12 4zm0 10.800c-.6 0-1.200 0-1.700-.1-.5-.4-1.100-.6-1.800-.6h-.2c-2.100-.7-3.500-2.200-3.500-3.900C4.800 7.800 8 5.800 12 5.800s7.200 2 7.200 4.400-3.200 4.600-7.200 4.600z"/>`
	IconClose  = `<path d="M6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12 19 6.4 17.6 5 12 10.600z"/>`
	IconUpload = `<path d="M11 16V7.800L7.9 10.9 6.5 9.5 12 4l5.5 5.5-1.4 1.400L13 7.800V16zM5 18h14v2H5z"/>`
)

// Icon is one of the paths above as an image that screen readers skip.
func Icon(path string) ui.UI {
	return ui.Raw(`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="currentColor" aria-hidden="true" focusable="false">` + path + `</svg>`)
}
