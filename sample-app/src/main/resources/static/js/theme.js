// Runs before the first paint, so that a chosen theme never flashes the other one.
(() => {
  const key = "chat.theme";
  const root = document.documentElement;
  const choices = ["auto", "light", "dark"];

  const apply = (theme) => {
    root.dataset.theme = choices.includes(theme) ? theme : "auto";
  };

  try {
    apply(localStorage.getItem(key));
  } catch {
    apply("auto");
  }

  globalThis.nextTheme = () => {
    const theme = choices[(choices.indexOf(root.dataset.theme) + 1) % choices.length];
    apply(theme);
    try {
      localStorage.setItem(key, theme);
    } catch {
      // Storage is switched off: the choice lasts until the page is closed.
    }
    return theme;
  };
})();
