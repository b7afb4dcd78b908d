/** Who is connected: a round mark for each editor, and the number of viewers. */
const MOST_MARKS = 5;

export class People {
  #list;
  #viewers;

  constructor(list, viewers) {
    this.#list = list;
    this.#viewers = viewers;
  }

  show(people, presence, me) {
    const shown = [...people].slice(0, MOST_MARKS).map(([id, name]) => mark(name ?? 'Guest', id, id === me));
    if (people.size > MOST_MARKS) {
      shown.push(mark(`+${people.size - MOST_MARKS}`, 'more', false));
    }
    this.#list.replaceChildren(...shown);
    this.#viewers.hidden = presence.viewers === 0;
    this.#viewers.querySelector('span').textContent = presence.viewers;
    this.#viewers.title = presence.viewers === 1 ? '1 viewer' : `${presence.viewers} viewers`;
  }
}

function mark(name, id, mine) {
  const item = document.createElement('li');
  item.textContent = name.startsWith('+') ? name : initials(name);
  item.title = mine ? `${name} (you)` : name;
  item.style.setProperty('--hue', hueOf(id));
  item.classList.toggle('me', mine);
  return item;
}

const initials = (name) => name.split(/\s+/).slice(0, 2).map((word) => word[0]).join('').toUpperCase();

const hueOf = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
