/** The sliders of settings, built from what the gateway declares at `/api/settings`. */

/** Puts each setting's slider at the end of its group. */
export function addSliders(form, declared) {
  for (const setting of declared.filter(({ slider }) => slider)) {
    form.querySelector(`[data-sliders=${setting.slider.group}]`).append(sliderOf(setting));
  }
}

/** The text for a slider's value. */
export function reading({ slider }, value) {
  if (value <= slider.off) {
    return 'off';
  }
  return Number.isInteger(slider.step) ? String(value) : value.toFixed(2);
}

function sliderOf({ name, sentence, default: standard, slider }) {
  const label = document.createElement('label');
  label.className = 'slider';
  label.title = sentence;
  label.innerHTML = '<span></span><output></output><input type="range">';
  const [text, , input] = label.children;
  text.textContent = slider.label;
  input.name = name;
  input.min = slider.min;
  input.max = slider.max;
  input.step = slider.step;
  input.value = standard ?? slider.max;
  return label;
}

/** Fills a slider's track up to its thumb. */
export function paintTrack(input) {
  const { min, max, value } = input;
  input.style.setProperty('--filled', `${((value - min) / (max - min)) * 100}%`);
}
