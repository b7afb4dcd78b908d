/** Keyboard shortcuts: one map from key to action; inactive in text fields. */
const TYPING = 'input:not([type=range]):not([type=color]), textarea, select, [contenteditable]';

export function listenForShortcuts(actions) {
  addEventListener('keydown', (event) => {
    if (event.target.matches?.(TYPING) || document.querySelector('dialog[open]')) {
      return;
    }
    const action = actions[nameOf(event)];
    if (action) {
      event.preventDefault();
      action(event);
    }
  });
}

/** 'b', 'Ctrl+z', 'Ctrl+Shift+z', 'ArrowLeft'; Command counts as Ctrl. */
function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const shift = event.shiftKey && (control || key.length > 1) ? 'Shift+' : '';
  return control + shift + key;
}
