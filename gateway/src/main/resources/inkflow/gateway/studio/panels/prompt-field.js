import { $ } from '../common/dom.js';

/** The prompt: as high as its words, and Enter or Escape leave it for the drawing. */
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
