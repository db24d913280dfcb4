/** The collections and models of the page, as far as the library reads them. */
export class Emitter {
  #listeners = new Map();

  on(names, listener) {
    for (const name of names.split(" ")) this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  off(name, listener) {
    this.#listeners.set(
      name,
      (this.#listeners.get(name) ?? []).filter((one) => one !== listener && one.inner !== listener),
    );
  }

  once(name, listener) {
    const once = (...args) => {
      this.off(name, listener);
      listener(...args);
    };
    once.inner = listener;
    this.on(name, once);
  }

  emit(name, ...args) {
    for (const listener of this.#listeners.get(name) ?? []) listener(...args);
  }
}

/** A model tells of each field that changes, to its own listeners and to its collection's. */
export class Model extends Emitter {
  #collection;

  constructor(fields, collection) {
    super();
    Object.assign(this, fields);
    this.#collection = collection;
  }

  set(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const before = this[name];
      this[name] = value;
      if (before === value) continue;
      this.emit(`change:${name}`, this, value, before);
      this.#collection?.emit(`change:${name}`, this, value, before);
    }
    this.#collection?.emit("change", this);
  }

  serialize() {
    return Object.fromEntries(Object.entries(this).filter(([, value]) => typeof value !== "function"));
  }
}

/** An address: `<user>@<server>`. */
export class Wid {
  constructor(serialized) {
    const [user = "", server = ""] = serialized.split("@");
    Object.assign(this, { user, server, _serialized: serialized });
  }
  isLid() {
    return this.server === "lid";
  }
  isGroup() {
    return this.server === "g.us";
  }
  isUser() {
    return ["c.us", "lid"].includes(this.server);
  }
  isStatus() {
    return this._serialized === "status@broadcast";
  }
  toString() {
    return this._serialized;
  }
}

export class MsgKey {
  static newId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(11)), (byte) => byte.toString(16).padStart(2, "0"))
      .join("")
      .toUpperCase();
  }

  constructor({ to, id, participant }) {
    Object.assign(this, { fromMe: true, remote: to, id });
    this._serialized = ["true", to._serialized, id, participant?._serialized].filter(Boolean).join("_");
  }
}

const wid = (serialized) => (typeof serialized === "string" ? new Wid(serialized) : serialized);

export class MsgCollection extends Emitter {
  modelClass = Model;
  /** What the page holds in memory. */
  #loaded = new Map();
  /** What only its database holds. */
  #stored = new Map();

  get(id) {
    return this.#loaded.get(id);
  }

  async getMessagesById(ids) {
    return { messages: ids.map((id) => this.get(id) ?? this.#stored.get(id)).filter(Boolean) };
  }

  make(fields) {
    const { from, to, author, ...rest } = fields;
    const key = { ...fields.id, remote: wid(fields.id.remote) };
    const people = { from: wid(from), to: wid(to), ...(author ? { author: wid(author) } : {}) };
    const media = rest.directPath ? { mediaData: { mediaStage: "RESOLVED" }, mediaObject: {} } : {};
    return new Model({ ...rest, ...people, ...media, id: key }, this);
  }

  store(message) {
    this.#stored.set(message.id._serialized, message);
  }

  load(message) {
    this.#loaded.set(message.id._serialized, message);
  }

  remove(message) {
    this.#loaded.delete(message.id._serialized);
    this.#stored.delete(message.id._serialized);
  }
}

/** Tells `change:unreadCount` and the like, and holds chats by their address. */
export class ChatCollection extends Emitter {
  #chats = new Map();

  get(id) {
    return this.#chats.get(String(id));
  }

  getModelsArray() {
    return [...this.#chats.values()];
  }

  ensure(id) {
    const found = this.get(id);
    if (found) return found;
    const address = new Wid(String(id));
    const chat = new Model({ id: address, t: 0, unreadCount: 0, formattedTitle: "", earlier: [], messages: [] }, this);
    chat.msgs = { getModelsArray: () => [...chat.messages], add: (message) => chat.messages.push(message) };
    chat.serialize = () => ({ id: address, t: chat.t, unreadCount: chat.unreadCount });
    if (address.isGroup()) chat.groupMetadata = { announce: false, serialize: () => ({ participants: [] }) };
    this.#chats.set(address._serialized, chat);
    return chat;
  }
}
