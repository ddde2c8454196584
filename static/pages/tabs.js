/**
 * Tabs after the pattern of the ARIA Authoring Practices: arrow keys move, the chosen panel is shown.
 * Without this script all panels are simply there, one below the other.
 * @param {HTMLElement} tabList an element with role "tablist" whose tabs name their panels by aria-controls
 */
export function enableTabs(tabList) {
  const tabs = [...tabList.querySelectorAll("[role=tab]")];

  function choose(chosen) {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
    }
  }

  tabList.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab);
  });
  tabList.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
  tabList.hidden = false;
  choose(tabs[0]);
}
