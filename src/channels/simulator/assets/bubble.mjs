/** Draws one bubble, and the day above the first bubble of a day. Everything is set as text: nothing typed becomes a page. */

const zone = "Asia/Jakarta";
const { language } = document.body.dataset;
const locale = language === "en" ? "en-GB" : "id-ID";
const words = JSON.parse(document.body.dataset.words);
const clock = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(locale, { timeZone: zone, day: "numeric", month: "long", year: "numeric" });

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A line with the day, where `at` (milliseconds) begins a new one after `before`; otherwise null. */
export function dayLine(at, before) {
  const day = date.format(at);
  if (before !== null && date.format(before) === day) return null;
  const line = element("p", "day");
  line.append(element("span", "", nameOfDay(day)));
  return line;
}

function nameOfDay(day) {
  if (day === date.format(Date.now())) return words.today;
  return day === date.format(Date.now() - 86_400_000) ? words.yesterday : day;
}

/** The bubble itself: who, the file, the words, the time. */
export function drawBubble(bubble) {
  const drawn = element("div", `bubble from-${bubble.from}`);
  drawn.append(element("span", "unseen", `${words[bubble.from]}: `));
  if (bubble.file) drawn.append(drawFile(bubble.file));
  if (bubble.text) drawn.append(element("span", "words", bubble.text));
  const time = element("time", "time", clock.format(bubble.at));
  time.dateTime = new Date(bubble.at).toISOString();
  drawn.append(" ", time);
  return drawn;
}

function drawFile(file) {
  const link = element("a", file.isPhoto ? "photo" : "paper");
  link.href = file.url;
  link.target = "_blank";
  if (!file.isPhoto) {
    link.download = file.name;
    link.textContent = `${words.file}: ${file.name}`;
    return link;
  }
  const photo = document.createElement("img");
  photo.src = file.url;
  photo.alt = `${words.photo}: ${file.name}`;
  link.append(photo);
  return link;
}
