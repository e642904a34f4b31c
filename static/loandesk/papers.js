"use strict";
/* Papers: files go up one by one with their progress, dropped on the case or on a line; J, K, Enter in the preview. */

(() => {
  /* Uploading. Without this file the form sends all its files at once. */
  const zone = document.querySelector("[data-paper-zone]");
  const form = zone && zone.closest("form");
  let sending = 0;

  function say(item, text, isBad) {
    const said = item.querySelector("[data-said]");
    said.textContent = text;
    said.classList.toggle("ld-danger", isBad);
    item.querySelector("progress").hidden = true;
  }

  function answered(request) {
    try {
      return JSON.parse(request.responseText).detail || "";
    } catch (error) {
      return "";
    }
  }

  function send(file, line) {
    const item = zone.querySelector("[data-paper-sent]").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-name]").textContent = file.name;
    zone.querySelector("[data-paper-progress]").append(item);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("files", file);
    if (line) body.append("paper", line);
    const request = new XMLHttpRequest();
    const failed = zone.querySelector("[data-paper-failed]").textContent;
    sending += 1;
    return new Promise((resolve) => {
      request.open("POST", form.getAttribute("action"));
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) item.querySelector("progress").value = (100 * event.loaded) / event.total;
      });
      request.addEventListener("loadend", () => {
        sending -= 1;
        const isKept = request.status === 201;
        const refusal = answered(request) || failed;
        // A refusal that names its file is not put behind the name once more.
        if (!isKept && refusal.startsWith(file.name)) item.querySelector("[data-name]").textContent = "";
        say(item, isKept ? zone.querySelector("[data-paper-kept]").textContent : refusal, !isKept);
        resolve(isKept);
      });
      request.send(body);
    });
  }

  async function sendAll(files, line) {
    const answers = [];
    for (const file of files) answers.push(await send(file, line));
    if (sending) return;
    if (answers.every(Boolean)) return location.reload();
    // The page stays: the next file is sent from the same form.
    form.dispatchEvent(new Event("desk:idle", { bubbles: true }));
    if (answers.some(Boolean)) await showKept();
  }

  /* Some were refused: their reasons stay where they are, and what was kept appears beside them. */
  async function showKept() {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelectorAll("[data-paper-fresh]").forEach((old) => {
      const fresh = page.getElementById(old.id);
      // A form somebody has begun to fill in is left alone.
      if (fresh && !old.querySelector("form[data-guard]")) old.replaceWith(fresh);
    });
  }

  if (form) {
    form.addEventListener("submit", (event) => {
      const files = [...form.querySelectorAll('input[type="file"]')].flatMap((field) => [...field.files]);
      if (!files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.querySelectorAll('input[type="file"]').forEach((field) => { field.value = ""; });
      zone.querySelector("[data-drop-names]").replaceChildren();
      sendAll(files, form.dataset.paperLine);
    }, true);
    /* A photo is sent as soon as it is taken. */
    form.querySelectorAll("[capture]").forEach((field) => field.addEventListener("change", () => form.requestSubmit()));
    /* Asked of the page, so that a line that was drawn anew takes files too. */
    ["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
      const line = event.target.closest && event.target.closest("li[data-paper-line]");
      if (!line) return;
      event.preventDefault();
      line.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) sendAll(event.dataTransfer.files, line.dataset.paperLine);
    }));
  }

  /* A sheet that cannot be drawn: the words beside it take its place. Caught on the way down; it does not rise. */
  document.addEventListener("error", (event) => {
    if (!event.target.matches || !event.target.matches("[data-paper-sheet]")) return;
    event.target.hidden = true;
    event.target.parentElement.querySelector("[data-paper-no-preview]").hidden = false;
  }, true);

  /* Keys: J and K go through the papers, 1 to 3 tick the answers, Enter verifies. */
  if (document.querySelector("[data-paper-keys]")) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.target.closest('input:not([type="checkbox"]), textarea, select, button, a, summary')) return;
      const key = event.key.toLowerCase();
      const act = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
      const answers = document.querySelectorAll('[data-key="enter"] input[type="checkbox"]');
      const ticks = [...answers];
      if (["1", "2", "3"].includes(key) && ticks[Number(key) - 1]) {
        event.preventDefault();
        ticks[Number(key) - 1].click();
      } else if (act) {
        event.preventDefault();
        if (act.tagName === "FORM") act.requestSubmit(act.querySelector("button"));
        else act.click();
      }
    });
  }
})();
