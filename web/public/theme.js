// Before anything is drawn: the theme that the user chose. A file of its own because the content policy allows no inline code.
try {
  const theme = localStorage.getItem("periscope.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // a browser that keeps nothing follows the system
}
