/** On a narrow screen one phone is shown at a time, chosen by tabs; on a wide one all of them, and the tabs are gone. */

const narrow = matchMedia("(max-width: 719px)");

export class Tabs {
  #selected = null;

  constructor(list, { onShown }) {
    this.list = list;
    this.onShown = onShown;
    list.addEventListener("click", (event) => this.select(event.target.closest("[role=tab]")));
    list.addEventListener("keydown", (event) => this.#move(event));
    narrow.addEventListener("change", () => this.arrange());
    this.#selected = this.#all()[0] ?? null;
    this.arrange();
  }

  /** Chooses a tab: its phone is shown, and its mark of news goes. */
  select(tab) {
    if (!tab) return;
    this.#selected = tab;
    tab.querySelector(".unread").textContent = "";
    this.arrange();
    this.onShown(tab.dataset.contact);
  }

  /** Chooses the tab of a contact. */
  selectContact(id) {
    this.select(this.#of(id));
  }

  /** Marks news in a phone that is not to be seen now. */
  mark(id, words) {
    const tab = this.#of(id);
    if (narrow.matches && tab && tab !== this.#selected) tab.querySelector(".unread").textContent = words;
  }

  /** Sets what a screen reader and the style go by. */
  arrange() {
    for (const tab of this.#all()) {
      const isSelected = tab === this.#selected;
      tab.setAttribute("aria-selected", String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      const phone = document.getElementById(tab.getAttribute("aria-controls"));
      phone.setAttribute("role", narrow.matches ? "tabpanel" : "region");
      phone.setAttribute("aria-labelledby", narrow.matches ? tab.id : `owner-${tab.dataset.contact}`);
      phone.classList.toggle("is-aside", !isSelected);
    }
  }

  #move(event) {
    const tabs = this.#all();
    const at = tabs.indexOf(event.target.closest("[role=tab]"));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const tab = tabs.at(to % tabs.length);
    this.select(tab);
    tab.focus();
  }

  #all() {
    return [...this.list.querySelectorAll("[role=tab]")];
  }

  #of(id) {
    return this.#all().find((tab) => tab.dataset.contact === id);
  }
}
