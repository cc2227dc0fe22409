import { drawChart } from "../charts/draw";
import type { PageData } from "../prepare/page-data";
import { startCosts } from "./costs";
import { labelTables, startFilters } from "./tables";

/** Adds what needs a script to a page that can be read without one. */
function start(): void {
  const data = document.getElementById("data")?.textContent;
  if (data === undefined) return;
  // Written beside this script by the same program.
  const { charts, cost, strategyOrder }: PageData = JSON.parse(data);
  document.documentElement.classList.add("has-script");
  labelTables();
  startFilters();
  const drawCosts = startCosts(cost, strategyOrder);
  const draw = () => {
    for (const chart of charts) drawChart(chart);
    drawCosts();
  };
  draw();

  let width = document.documentElement.clientWidth;
  addEventListener("resize", () => {
    // Phones resize when their address bar goes.
    if (width === document.documentElement.clientWidth) return;
    width = document.documentElement.clientWidth;
    draw();
  });
}

start();
