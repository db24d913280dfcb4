const everyMs = 3_000;
const panel = document.querySelector("#panel");
let shown = panel.innerHTML;

async function refresh() {
  const response = await fetch("/whatsapp-web/pairing/panel", { headers: { accept: "text/html" } });
  // The visit is over: the page itself asks for a code.
  if (response.status === 403) return location.reload();
  if (!response.ok) return;
  const next = await response.text();
  if (next === shown) return;
  shown = next;
  panel.innerHTML = next;
}

setInterval(() => void refresh().catch(() => undefined), everyMs);
