/**
 * What we ask of the page ourselves, where the library has no question of its own or one that costs too much. Text, not
 * functions: they run in the page, where nothing of ours exists, not even what a compiler adds. Each is called with one
 * argument that is JSON, and answers with JSON.
 */

/**
 * Tells the library that the page is in step, where that came before the library listened (`ready` is never raised then),
 * and has a picture made anew that ran out unseen (the library's own try at that fails).
 */
export const keepUp = `() => {
  const { Socket } = window.require("WAWebSocketModel");
  const refresh = (_socket, state) => state === "UNPAIRED_IDLE" && window.require("WAWebCmd").Cmd.refreshQR();
  if (!window.keepsUp) {
    window.keepsUp = true;
    Socket.on("change:state", refresh);
    refresh(Socket, Socket.state);
  }
  if (Socket.hasSynced && !window.WWebJS) window.onAppStateHasSyncedEvent();
}`;

/**
 * The messages of people that came since `since` (seconds): of the newest `chats` chats, the newest `perChat` of each, until
 * there are `most`. `left` counts the chats of which something was left out, those included that nobody has read since
 * `from` (seconds), which may be earlier.
 */
export const messagesSince = `async ({ from, since, chats, perChat, most }) => {
  const { Chat } = window.require("WAWebCollections");
  const { loadEarlierMsgs } = window.require("WAWebChatLoadMessages");
  const found = [];
  const people = Chat.getModelsArray().filter((chat) => chat.t >= from && /@(c\\.us|lid)$/.test(chat.id._serialized));
  let left = people.filter((chat) => chat.t < since && chat.unreadCount > 0).length;
  const recent = people
    .filter((chat) => chat.t >= since)
    .sort((one, other) => other.t - one.t);
  for (const [index, chat] of recent.entries()) {
    if (index >= chats || found.length >= most) {
      left += recent.length - index;
      break;
    }
    const freshOnes = () => chat.msgs.getModelsArray().filter((message) => message.t >= since && !message.id.fromMe);
    for (;;) {
      if (freshOnes().length > perChat || chat.msgs.getModelsArray().some((message) => message.t < since)) break;
      const earlier = await loadEarlierMsgs({ chat });
      if (!earlier || earlier.length === 0) break;
    }
    const fresh = freshOnes();
    if (fresh.length > perChat) left += 1;
    found.push(...fresh.slice(-perChat).map((message) => window.WWebJS.getMessageModel(message)));
  }
  return { found, left };
}`;

/** Whether the chat holds a message of the person's, under either name; makes no chat. */
export const hasWritten = `async (address) => {
  const { Chat } = window.require("WAWebCollections");
  const { loadEarlierMsgs } = window.require("WAWebChatLoadMessages");
  const { getCurrentLid, getPhoneNumber } = window.require("WAWebApiContact");
  const wid = window.require("WAWebWidFactory").createWid(address);
  let other = null;
  try {
    if (!address.endsWith("@g.us")) other = address.endsWith("@lid") ? getPhoneNumber(wid) : getCurrentLid(wid);
  } catch {
    // No second name is known: the first has to do.
  }
  for (const chat of [wid, other].map((id) => id && Chat.get(id)).filter(Boolean)) {
    for (let pages = 0; pages < 20; pages += 1) {
      if (chat.msgs.getModelsArray().some((message) => !message.id.fromMe && !message.isNotification)) return true;
      const earlier = await loadEarlierMsgs({ chat });
      if (!earlier || earlier.length === 0) break;
    }
  }
  return false;
}`;

/** The other name of an address, as far as the page knows it without asking anybody. */
export const otherName = `(address) => {
  const { getCurrentLid, getPhoneNumber } = window.require("WAWebApiContact");
  const wid = window.require("WAWebWidFactory").createWid(address);
  const other = address.endsWith("@lid") ? getPhoneNumber(wid) : getCurrentLid(wid);
  return other ? other._serialized : null;
}`;

/** The newest message of ours in the chat with these words, not older than `since` (seconds): its id and its mark. */
export const ownMessage = `async ({ address, text, since }) => {
  const { Chat } = window.require("WAWebCollections");
  const { loadEarlierMsgs } = window.require("WAWebChatLoadMessages");
  const chat = Chat.get(window.require("WAWebWidFactory").createWid(address));
  if (!chat) return null;
  for (let pages = 0; pages < 20; pages += 1) {
    if (chat.msgs.getModelsArray().some((message) => message.t < since)) break;
    const earlier = await loadEarlierMsgs({ chat });
    if (!earlier || earlier.length === 0) break;
  }
  const own = chat.msgs
    .getModelsArray()
    .filter((message) => message.id.fromMe && message.t >= since && (message.caption || message.body || "") === text);
  const last = own[own.length - 1];
  return last ? { id: last.id._serialized, ack: last.ack } : null;
}`;

/** Shows that we are typing, or no longer. */
export const showTyping = `({ address, state }) => window.WWebJS.sendChatstate(state, address)`;
