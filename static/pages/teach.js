/** Answers by one key, and the progress of looking through the library. */

const INTERVAL = 1000;

const questions = [...document.querySelectorAll("#judge .tile")];

function go(from, step) {
  questions[from + step]?.querySelector("input[type=radio]:checked, input[type=radio]")?.focus();
}

/** How many tiles stand in a row, for the arrows up and down. */
function columns() {
  const [first] = questions;
  return questions.filter((tile) => tile.offsetTop === first.offsetTop).length;
}

document.getElementById("judge")?.addEventListener("keydown", (event) => {
  const here = questions.indexOf(event.target.closest(".tile"));
  if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const answer = { y: "yes", n: "no" }[event.key.toLowerCase()];
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() }[event.key];
  if (!answer && !step) return;
  event.preventDefault();
  if (answer) questions[here].querySelector(`input[value=${answer}]`).checked = true;
  go(here, step ?? 1);
});

const application = document.getElementById("application");

async function follow() {
  const response = await fetch(application.dataset.url);
  if (!response.ok) return;
  const { status, done, total, found } = await response.json();
  const progress = application.querySelector("progress");
  progress.max = Math.max(1, total);
  progress.value = done;
  document.getElementById("application-words").textContent = `${done} of ${total} looked at, ${found} have it.`;
  if (status === "pending" || status === "processing") setTimeout(follow, INTERVAL);
}

if (application && ["pending", "processing"].includes(application.dataset.status)) follow();
