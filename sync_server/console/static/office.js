"use strict";
// Everything by keyboard, and no row moves under the cursor. No page needs this file to work.

const typing = (node) => node.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
const rows = () => [...document.querySelectorAll(".rows tbody tr")];

function moveRow(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = now < 0 ? 0 : Math.min(all.length - 1, Math.max(0, now + step));
  all[next].querySelector("a").focus();
}

function press(key) {
  const button = document.querySelector(`[data-key="${key}"]`);
  if (!button) return false;
  const deed = button.closest("details");
  if (!deed) {
    button.click();
    return true;
  }
  const form = deed.querySelector("form");
  if (deed.open && form.contains(document.activeElement)) {
    form.requestSubmit();
  } else {
    deed.open = true;
    form.querySelector("select, textarea, input:not([type=hidden])").focus();
  }
  return true;
}

function back() {
  const link = document.querySelector("[data-back]");
  if (link) link.click();
}

document.addEventListener("keydown", (event) => {
  const busy = typing(event.target);
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (document.querySelector("dialog[open]")) return;
  if (event.ctrlKey && event.key.toLowerCase() === "k") {
    document.querySelector("[data-search]")?.focus();
  } else if (event.ctrlKey && event.key === "Enter" && busy) {
    event.target.form?.requestSubmit();
  } else if (plain && (event.key === "F9" || event.key === "F10") && press(event.key)) {
    // done
  } else if (plain && event.key === "Escape") {
    if (busy) event.target.blur();
    else back();
  } else if (plain && !busy && event.key === "ArrowDown") {
    moveRow(1);
  } else if (plain && !busy && event.key === "ArrowUp") {
    moveRow(-1);
  } else if (plain && !busy && event.key.toLowerCase() === "r") {
    location.reload();
  } else if (plain && !busy && event.key === "?") {
    document.getElementById("keys")?.showModal();
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-print]")) window.print();
  if (target.closest("[data-reload]")) location.reload();
  if (target.closest("[data-help]")) document.getElementById("keys").showModal();
  const row = target.closest(".rows tbody tr");
  if (row && !target.closest("a") && !String(getSelection())) row.querySelector("a").click();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// What changed since the page was drawn is marked where it stands.
document.addEventListener("htmx:afterSwap", (event) => {
  const news = event.target.querySelector?.("[data-gone]");
  if (!news) return;
  for (const mark of ["gone", "changed"]) {
    const ids = new Set(news.dataset[mark].split(" "));
    for (const row of rows()) if (ids.has(row.dataset.row)) row.dataset.mark = mark;
  }
});

// An opinion half typed outlives a reload or a session that ran out, in this window only.
for (const form of document.querySelectorAll("form[data-keep]")) {
  for (const field of form.querySelectorAll("textarea, select, input:not([type=hidden])")) {
    const key = `${form.dataset.keep}/${field.name}`;
    const kept = sessionStorage.getItem(key);
    if (kept !== null && !field.value) field.value = kept;
    field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  }
}
document.querySelector('form[action="/logout"]')?.addEventListener("submit", () => sessionStorage.clear());
