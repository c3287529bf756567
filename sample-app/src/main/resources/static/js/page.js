import { $ } from "./dom.js";

/** What belongs to the page rather than to the chat: theme, help, dialogs. */
export function preparePage() {
  $("theme-toggle").addEventListener("click", () => {
    globalThis.nextTheme();
    showTheme();
  });
  showTheme();

  $("curl").textContent = [
    `curl ${location.origin}/api/announcements \\`,
    "  -H 'Content-Type: application/json' \\",
    "  -d '{\"text\": \"The build is green\"}'",
  ].join("\n");
  $("copy").addEventListener("click", copyCommand);
  $("help-open").addEventListener("click", () => $("help").showModal());

  [$("help"), $("lightbox")].forEach((dialog) =>
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()));
}

export function openPicture(url, { name }) {
  $("lightbox-image").src = url;
  $("lightbox-image").alt = name;
  $("lightbox").showModal();
}

function showTheme() {
  const { theme } = document.documentElement.dataset;
  const symbol = { auto: "auto", light: "sun", dark: "moon" }[theme];
  const toggle = $("theme-toggle");
  toggle.querySelector("use").setAttribute("href", `#i-${symbol}`);
  toggle.setAttribute("aria-label", `Theme: ${theme}`);
  toggle.title = `Theme: ${theme}`;
}

async function copyCommand() {
  try {
    await navigator.clipboard.writeText($("curl").textContent);
    $("copy").textContent = "Copied";
    setTimeout(() => ($("copy").textContent = "Copy"), 2_000);
  } catch {
    // No clipboard outside secure contexts: select the text, so that one key press copies it.
    getSelection().selectAllChildren($("curl"));
  }
}
