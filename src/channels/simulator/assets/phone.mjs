/** One phone: its chat, its field, what is being sent. */

import { dayLine, drawBubble } from "./bubble.mjs";
import { bubblesAfter, sendFile, sendMessage } from "./server.mjs";

const words = JSON.parse(document.body.dataset.words);
const FILE_LIMIT = 5 * 1024 * 1024;
/** After so many milliseconds without an answer the dots go away. */
const TYPING_LIMIT = 20_000;

export class Phone {
  position = 0;
  #lastAt = null;
  #file = null;
  /** A message that may or may not have arrived: sent again under the same id it cannot count twice. */
  #unsure = null;
  #sending = Promise.resolve();
  #dotsTimer;
  /** Whether the end is being looked at: then it stays in sight whatever grows, and otherwise nothing moves. */
  #follows = true;

  constructor(section, { onNews, onUnknown }) {
    this.section = section;
    this.id = section.dataset.contact;
    this.onNews = onNews;
    this.onUnknown = onUnknown;
    const find = (selector) => section.querySelector(selector);
    Object.assign(this, { scroller: find(".scroller"), log: find(".log"), start: find(".start") });
    Object.assign(this, { dots: find(".dots"), options: find(".options"), newer: find(".newer") });
    Object.assign(this, { form: find(".composer"), field: find("textarea"), input: find(".file") });
    Object.assign(this, { error: find(".error"), chosen: find(".chosen"), state: find(".state") });
    this.#listen();
    this.#restoreDraft();
  }

  /** Shows what was said before. Nothing of it is read out: only what comes from now on is news. */
  async restore() {
    for (const bubble of await bubblesAfter(this.id, this.position)) this.add(bubble, { quiet: true });
    this.section.classList.add("is-ready");
    this.#toEnd();
    const sizes = new ResizeObserver(() => this.#follows && this.#toEnd());
    for (const grown of [this.scroller, this.log, this.options, this.dots]) sizes.observe(grown);
    requestAnimationFrame(() => {
      this.section.classList.add("is-live");
      this.log.setAttribute("aria-live", "polite");
    });
  }

  /** Adds a bubble that is not there yet. */
  add(bubble, { quiet = false } = {}) {
    if (bubble.position <= this.position) return;
    const day = dayLine(bubble.at, this.#lastAt);
    if (day) this.log.append(day);
    this.log.append(drawBubble(bubble));
    this.position = bubble.position;
    this.#lastAt = bubble.at;
    this.section.classList.add("has-bubbles");
    this.#offer(bubble);
    if (bubble.from === "service") this.typing(false);
    if (quiet) return;
    if (bubble.from === "person" || this.#follows) this.#toEnd();
    else this.newer.hidden = false;
    if (bubble.from === "service") this.onNews(this);
  }

  /** Shows that an answer is coming, or no longer. */
  typing(isTyping) {
    clearTimeout(this.#dotsTimer);
    this.dots.hidden = !isTyping;
    this.state.textContent = isTyping ? words.typing : words.online;
    if (isTyping) this.#dotsTimer = setTimeout(() => this.typing(false), TYPING_LIMIT);
  }

  /** Once the phone can be seen (again): the field in its right height. */
  shown() {
    this.#grow();
  }

  #listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("input", () => this.#drafted());
    this.input.addEventListener("change", () => this.#choose(this.input.files[0] ?? null));
    this.chosen.querySelector("button").addEventListener("click", () => this.#unchoose());
    this.newer.addEventListener("click", () => this.#toEnd());
    this.scroller.addEventListener("scroll", () => {
      if (this.scroller.clientHeight === 0) return;
      this.#follows = this.#isAtEnd();
      if (this.#follows) this.newer.hidden = true;
    });
    const starter = this.start.querySelector("button");
    starter.addEventListener("click", () => {
      this.field.focus();
      this.#send({ type: "text", text: starter.textContent });
    });
  }

  #submit() {
    const text = this.field.value;
    if (this.#file) this.#send({ type: "file", file: this.#file, caption: text.trim() });
    else if (text.trim()) this.#send({ type: "text", text });
    else return;
    this.#setDraft("");
    this.#unchoose();
    this.field.focus();
  }

  /** One after the other, in the order in which they were sent. */
  #send(message) {
    this.#complain("");
    this.typing(true);
    this.#sending = this.#sending.then(() => this.#deliver(message));
  }

  async #deliver(message) {
    const id = this.#unsure && isSame(this.#unsure.message, message) ? this.#unsure.id : crypto.randomUUID();
    try {
      const bubble = await this.#post({ ...message, id });
      this.#unsure = null;
      if (bubble.position === this.position + 1) this.add(bubble);
    } catch (error) {
      this.typing(false);
      this.#unsure = error.final ? null : { id, message };
      this.#giveBack(message);
      this.#complain(error.final ? error.message : words.notSent);
    }
  }

  async #post(message) {
    const send = () => (message.type === "file" ? sendFile(this.id, message) : sendMessage(this.id, message));
    try {
      return await send();
    } catch (error) {
      if (error.status !== 404) throw error;
      await this.onUnknown(this);
      return send();
    }
  }

  /** What could not be sent stands in the field again, before what was typed meanwhile. */
  #giveBack(message) {
    if (message.type === "file") this.#choose(message.file);
    const text = message.type === "file" ? message.caption : message.type === "text" ? message.text : "";
    if (text) this.#setDraft(this.field.value ? `${text}\n${this.field.value}` : text);
  }

  #choose(file) {
    if (!file) return;
    if (file.size > FILE_LIMIT) {
      this.input.value = "";
      this.#complain(words.fileLarge);
      return;
    }
    this.#complain("");
    this.#file = file;
    this.chosen.querySelector(".chosen-name").textContent = file.name;
    this.chosen.hidden = false;
    this.field.focus();
  }

  #unchoose() {
    this.#file = null;
    this.input.value = "";
    this.chosen.hidden = true;
  }

  /** Buttons belong to the last message only; any other answer makes them go. */
  #offer(bubble) {
    const options = bubble.from === "service" ? bubble.options : [];
    this.options.replaceChildren(...options.map((option) => this.#optionButton(option)));
    this.options.hidden = options.length === 0;
  }

  #optionButton({ value, label }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "option";
    button.textContent = label;
    button.addEventListener("click", () => {
      this.scroller.focus({ preventScroll: true });
      this.#send({ type: "choice", value, label });
    });
    return button;
  }

  #complain(text) {
    this.error.textContent = text;
    this.error.hidden = text === "";
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  #toEnd() {
    this.#follows = true;
    this.newer.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #drafted() {
    sessionStorage.setItem(`draft-${this.id}`, this.field.value);
    this.#grow();
  }

  #setDraft(text) {
    this.field.value = text;
    this.#drafted();
  }

  #restoreDraft() {
    this.field.value = sessionStorage.getItem(`draft-${this.id}`) ?? "";
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
  }
}

function isSame(one, other) {
  return ["type", "text", "value", "file", "caption"].every((key) => one[key] === other[key]);
}
