// Comfort only: every page works without this file.
"use strict";

// The summary of errors is read first.
document.querySelector("[data-focus]")?.focus();

// A second click on the way is not a second act; the server would know, but nobody should have to wonder.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});
// Coming back by the back button finds the form ready again.
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

// What can be scrolled sideways can be reached by the keyboard.
document.querySelectorAll(".scroll").forEach((box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Enter goes to the next field, for those who switch it on. The Enter of a conversion belongs to the input method.
const KEY = "enter-next";
const toggle = document.querySelector("[data-enter-next]");
if (toggle) {
  toggle.closest("[data-enter-next-switch]").hidden = false;
  toggle.checked = sessionStorage.getItem(KEY) === "on";
  toggle.addEventListener("change", () => sessionStorage.setItem(KEY, toggle.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!toggle.checked || event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!field.form || field.form.getAttribute("role") === "search" || !["INPUT", "SELECT"].includes(field.tagName)) return;
    const fields = [...field.form.elements].filter((one) => one.type !== "hidden" && !one.disabled && one.offsetParent !== null);
    const next = fields[fields.indexOf(field) + (event.shiftKey ? -1 : 1)];
    event.preventDefault();
    next?.focus();
  });
}

// Function keys press what carries their name; the bar at the foot says which there are. A key that a page does not use stays the browser's.
const pressable = () => [...document.querySelectorAll("[data-key]")].filter((one) => !one.disabled && one.offsetParent !== null);
const bar = document.querySelector("[data-keys]");
if (bar) {
  for (const one of pressable()) {
    const entry = document.createElement("span");
    const key = document.createElement("kbd");
    key.textContent = one.dataset.key;
    entry.append(key, ` ${one.dataset.keyLabel ?? one.textContent.trim()}`);
    bar.append(entry);
  }
  bar.hidden = bar.childElementCount < 2;
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !/^F\d+$/.test(event.key)) return;
  const one = pressable().find((candidate) => candidate.dataset.key === event.key);
  if (!one) return;
  event.preventDefault();
  if (one.matches("input, select, textarea")) {
    one.focus();
  } else {
    one.click();
  }
});
