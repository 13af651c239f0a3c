import { findingsJson } from "../../src/report/findingsJson.ts";
import { reportHtml } from "../../src/report/html.ts";
import { networkHtml } from "../../src/report/networkHtml.ts";
import { findingsTable, networksTable } from "../../src/report/table.ts";
import { type BoundLaw, bindLaw } from "../law.ts";
import { everyFieldEscapes } from "./everyField.ts";
import { networkPageDraws, networkPageEscapes } from "./networkPage.ts";
import {
  drawsEveryNetwork,
  drawsEveryPoint,
  escapes,
  fetchesNothing,
  isDeterministic,
  namesWhatIsMissing,
  showsEveryClaim,
  showsEveryValue,
} from "./reportLaws.ts";
import { type DrawTables, findingsRoundTrip, tablesFit } from "./textLaws.ts";

const bothTables: DrawTables = (data, options) =>
  `${findingsTable(data.findings, options)}\n${networksTable(data.networks, options)}`;

/** The laws of the report, on ours. */
export const reportLaws: readonly BoundLaw[] = [
  bindLaw(escapes(reportHtml), reportHtml),
  bindLaw(everyFieldEscapes(reportHtml), reportHtml),
  bindLaw(fetchesNothing(reportHtml), reportHtml),
  bindLaw(drawsEveryPoint(reportHtml), reportHtml),
  bindLaw(drawsEveryNetwork(reportHtml), reportHtml),
  bindLaw(namesWhatIsMissing(reportHtml), reportHtml),
  bindLaw(showsEveryClaim(reportHtml), reportHtml),
  bindLaw(showsEveryValue(reportHtml), reportHtml),
  bindLaw(isDeterministic(reportHtml), reportHtml),
  bindLaw(tablesFit(bothTables), bothTables),
  bindLaw(findingsRoundTrip(findingsJson), findingsJson),
  bindLaw(networkPageEscapes(networkHtml), networkHtml),
  bindLaw(networkPageDraws(networkHtml), networkHtml),
];
