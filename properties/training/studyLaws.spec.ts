import { specLaws } from "../specLaws.ts";
import { studyLaws } from "./studyLaws.ts";

specLaws("study", studyLaws);
