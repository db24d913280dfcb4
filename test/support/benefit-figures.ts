import type { BenefitFigures } from "../../src/domain/benefit/figures";
import { benefitFigures } from "../../src/knowledge/benefit-figures";
import { type FactCorrection, loadFacts } from "../../src/knowledge/facts";

/** The figures of the fact sheet on the day on which it was compiled, with corrections laid over them. */
export const figuresWith = (corrections: readonly FactCorrection[] = []): BenefitFigures =>
  benefitFigures(loadFacts(corrections), Date.parse("2026-11-22T09:00:00+07:00"));
