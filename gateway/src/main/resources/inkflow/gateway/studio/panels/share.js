/** Links for editors and for viewers. */
export class Share {
  /** @param dialog with inputs `edit`, `view`, `stream` and a copy button beside each */
  constructor(dialog, sessionId, tell) {
    const links = {
      edit: `${location.origin}/#${sessionId}`,
      view: `${location.origin}/view/${sessionId}`,
      stream: `${location.origin}/mjpeg/${sessionId}`,
    };
    for (const [name, link] of Object.entries(links)) {
      const input = dialog.querySelector(`[name=${name}]`);
      input.value = link;
      input.addEventListener('focus', () => input.select());
      input.nextElementSibling.addEventListener('click', async () => {
        await copy(input);
        tell('Link copied');
      });
    }
  }
}

/** The clipboard API needs https, so there is a fallback. */
async function copy(input) {
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    input.select();
    document.execCommand('copy');
  }
}
