import { specLaws } from "../specLaws.ts";
import { cellsLaws } from "./cells.ts";

specLaws("cells", cellsLaws);
