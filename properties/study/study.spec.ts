import { specLaws } from "../specLaws.ts";
import { studyLaws } from "./study.ts";

specLaws("study", studyLaws);
