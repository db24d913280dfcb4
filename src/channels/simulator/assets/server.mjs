/** What the page asks the server for. A failure is an Error whose message may be shown; `final` says that trying again is useless. */

const language = document.body.dataset.language;

class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
    this.final = status >= 400 && status < 500 && status !== 404;
  }
}

async function ask(path, init = {}) {
  const response = await fetch(path, { ...init, headers: { ...init.headers, "Accept-Language": language } });
  const body = await response.json();
  if (!response.ok) throw new Refused(body.error.message, response.status);
  return body;
}

function postJson(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Makes a person known by name; answers with the contact. */
export const introduce = (name) => postJson("/simulator/contacts", { name });

/** Sends a text or a pressed choice under the sender's own id: sent twice, it counts once. */
export const sendMessage = (contact, message) => postJson(`/simulator/contacts/${contact}/messages`, message);

/** Sends a photo or a PDF. */
export function sendFile(contact, { id, file, caption }) {
  const form = new FormData();
  form.set("id", id);
  form.set("caption", caption);
  form.set("file", file);
  return ask(`/simulator/contacts/${contact}/files`, { method: "POST", body: form });
}

/** Every bubble of a chat after a position. */
export async function bubblesAfter(contact, position) {
  const all = [];
  for (let after = position; ; after = all.at(-1).position) {
    const { bubbles } = await ask(`/simulator/contacts/${contact}/bubbles?after=${after}`);
    all.push(...bubbles);
    if (bubbles.length === 0) return all;
  }
}

/**
 * Follows all chats by one stream. `cursor()` says how far the page has come. A lost connection is taken up again
 * for as long as the page is open.
 */
export class Stream {
  #source;
  #timer;

  constructor({ cursor, onBubble, onTyping, onState }) {
    this.cursor = cursor;
    this.onBubble = onBubble;
    this.onTyping = onTyping;
    this.onState = onState;
  }

  /** Connects anew, for instance because a chat was added. */
  connect() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(`/simulator/stream?after=${this.cursor()}`);
    this.#source = source;
    source.addEventListener("ready", () => this.onState(true));
    source.addEventListener("bubble", (event) => this.onBubble(JSON.parse(event.data)));
    source.addEventListener("typing", (event) => this.onTyping(JSON.parse(event.data).contact));
    source.addEventListener("error", () => {
      this.onState(false);
      source.close();
      this.#timer = setTimeout(() => this.connect(), 2000);
    });
  }
}
