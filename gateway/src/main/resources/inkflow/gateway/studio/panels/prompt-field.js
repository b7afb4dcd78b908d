import { $ } from '../common/dom.js';

/** The prompt field: grows with its text; Enter or Escape returns the focus to the drawing. */
export function preparePrompt() {
  const prompt = $('prompt');
  const grow = () => {
    prompt.style.height = 'auto';
    prompt.style.height = `${prompt.scrollHeight}px`;
  };
  prompt.addEventListener('input', grow);
  prompt.addEventListener('shown', grow);
  prompt.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey)) {
      event.preventDefault();
      prompt.blur();
    }
  });
  return prompt;
}
