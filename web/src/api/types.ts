// SPDX-License-Identifier: Apache-2.0
// Names for the shapes of the API; the shapes themselves are generated from its description.
import type { components, operations } from './generated/schema'

export type Schemas = components['schemas']
type Answer<Operation extends keyof operations, Status extends number> = operations[Operation] extends {
  responses: Record<Status, { content: { 'application/json': infer Body } }>
}
  ? Body
  : never

export interface Paged<T> {
  items: T[]
  total: number
  page: number
  page_size: number
}

export type Named = Schemas['Named']
export type Role = Schemas['Role']
export type Act = Schemas['Act']
export type Grant = Schemas['Grant']
export type Me = Schemas['Me']
export type Device = Schemas['Device']
export type RoleMatrix = Schemas['RoleMatrix']
export type Account = Schemas['Account']

export type Category = Schemas['UnitCategory']
export type UnitRow = Schemas['UnitRow']
export type Unit = Schemas['Unit']
export type Position = Schemas['Position']
export type Appointment = Schemas['Appointment']
export type Person = Schemas['Person']
export type Import = Schemas['Import']
export type ImportChange = NonNullable<Import['preview']>[number]

export type Coverage = Schemas['Coverage']
export type VersionRow = Schemas['VersionRow']
export type Regulation = Schemas['Regulation'] & { versions?: VersionRow[] }
export type Version = Schemas['RegulationVersion']
export type FileText = Answer<'getVersionFile', 200>
export type IssueRow = Schemas['Issue']
export type Reading = Schemas['Reading']
export type Article = Reading['articles'][number]
export type CaseRow = Reading['cases'][number]
export type TreeRow = Schemas['TreeRow']
export type Check = Schemas['VersionCheck']
export type Totals = Check['totals'][number]
export type VersionDiff = Schemas['VersionDiff']
export type Hunk = VersionDiff['files'][number]['hunks'][number]

export type FactsSet = Schemas['FactsSet']
export type Override = Schemas['Override']
export type RunRow = Schemas['RunRow']
export type Run = Schemas['Run']
export type ResultPage = Schemas['RunRows']
export type ResultColumn = ResultPage['columns'][number]
export type ResultRow = ResultPage['items'][number]
export type Explanation = Schemas['Explanation']
export type FlatNode = Schemas['ExplanationNode']
export type Standing = Schemas['ComparedStanding']
export type Comparison = Schemas['Comparison']
export type ComparisonRow = Comparison['rows'][number]

export type AuditRow = Schemas['AuditEntry']
export type AuditVerdict = Answer<'verifyAudit', 200>

export type Stage = Schemas['Stage']
export type FieldClass = Schemas['FieldClass']
export type AssessmentRow = Schemas['AssessmentRow']
export type Assessment = Schemas['Assessment']
export type StripStep = Assessment['strip'][number]
export type AssessmentField = Schemas['AssessmentField']
export type AssessmentFields = Schemas['AssessmentFields']
export type Assessee = Schemas['Assessee']
export type NewAssessees = Schemas['NewAssessees']
export type SheetState = Schemas['SheetState']
export type SheetAct = Schemas['SheetAct']
export type TargetSheetRow = Schemas['TargetSheetRow']
export type TargetSheet = Schemas['TargetSheet']
export type Target = Schemas['Target']
export type TargetComment = Schemas['TargetComment']
export type Letter = Schemas['Letter']
export type Decomposition = Schemas['Decomposition']
export type DecompositionItem = Decomposition['items'][number]
export type PublicTargets = Schemas['PublicTargets']
export type PublicTargetList = Schemas['PublicTargetList']
export type Inbox = Schemas['Inbox']
export type InboxGroup = Inbox['groups'][number]
export type InboxItem = InboxGroup['items'][number]
export type Reminder = Schemas['Reminder']
export type Publication = Schemas['Publication']
export type ReviewRow = Schemas['ReviewRow']
export type ReviewPage = Answer<'getReview', 200>

export type ProblemError = NonNullable<Schemas['Problem']['errors']>[number]
// `issues` of a text or of facts that were refused.
export type Problem = Omit<Schemas['Problem'], 'current'> & {
  current?: unknown
  issues?: IssueRow[]
}

export const categories: readonly Category[] = [
  'city',
  'department',
  'county',
  'town',
  'village',
  'school',
  'hospital',
  'enterprise',
  'section',
  'other',
]

export type EvidenceRef = Schemas['EvidenceRef']
export type AssessmentRef = Schemas['AssessmentRef']
export type AssesseeRef = Schemas['AssesseeRef']
export type WorkRecord = Schemas['WorkRecord']
export type ReportingSheetRow = Schemas['ReportingSheetRow']
export type ReportingSheet = Schemas['ReportingSheet']
export type ReportingCell = Schemas['ReportingCell']
export type NewMeasurement = Schemas['NewMeasurement']
export type MeasurementKey = Schemas['MeasurementKey']
export type MeasurementStateName = Schemas['MeasurementStateName']
export type MeasurementChange = Answer<'getMeasurementHistory', 200>['items'][number]
export type MeasurementHistory = Answer<'getMeasurementHistory', 200>
export type VerificationRow = Schemas['VerificationRow']
export type FieldRange = Schemas['FieldRange']
export type DataImport = Schemas['DataImport']
export type RecordKind = Schemas['RecordKind']
export type RecordField = Schemas['RecordField']
export type RecordState = Schemas['RecordState']
export type EventRecord = Schemas['Record']
export type Panel = Schemas['Panel']
export type PanelChoice = Schemas['PanelChoice']
export type PanelSheetRow = Schemas['PanelSheetRow']
export type PanelSheet = Schemas['PanelSheet']
export type PanelItem = PanelSheet['items'][number]

export type Computation = Schemas['Computation']
export type ComputationDetail = Answer<'getComputation', 200>
export type ComputationRows = Schemas['ComputationRows']
export type ComputationRow = ComputationRows['items'][number]
export type ComputationColumn = ComputationRows['columns'][number]
export type FigureValue = Schemas['FigureValue']
export type Distribution = Schemas['Distribution']
export type Scorecard = Schemas['Scorecard']
export type ScorecardFigure = Schemas['ScorecardFigure']
export type ComputationExplanation = Answer<'explainComputation', 200>
export type FactProvenance = Schemas['FactProvenance']
export type Calibration = Schemas['Calibration']
export type Readiness = Schemas['Readiness']
export type ReadinessItem = Schemas['ReadinessItem']
export type PublicationState = Schemas['PublicationState']
export type Payouts = Schemas['Payouts']
export type Notice = Schemas['Notice']
export type NoticeRows = Schemas['NoticeRows']
export type Objection = Schemas['Objection']
export type ObjectionState = Schemas['ObjectionState']
export type Handlers = Answer<'listHandlers', 200>
export type CascadeItem = Schemas['CascadeItem']

export type Report = Schemas['Report']
export type ReportVersion = Schemas['ReportVersion']
export type ReportCheck = Schemas['ReportCheck']
export type CheckedReport = Schemas['CheckedReport']
export type ReportFinding = Schemas['ReportFinding']
export type ReportParagraph = Schemas['ReportParagraph']
export type ReportStretch = Schemas['ReportStretch']
export type FindingVerdict = Schemas['FindingVerdict']
export type Certainty = Schemas['Certainty']
export type JobState = Schemas['JobState']
export type ReportComparison = Schemas['ReportComparison']
export type WholeReportComparison = Schemas['WholeReportComparison']
export type ReportComparisonMember = Schemas['ReportComparisonMember']
export type ReportPair = Schemas['ReportPair']
export type ReportPairText = Schemas['ReportPairText']
export type PassageStretch = Schemas['PassageStretch']
export type Rubric = Schemas['Rubric']
export type RubricItem = Schemas['RubricItem']
export type RubricClause = Schemas['RubricClause']
export type Understood = Schemas['Understood']
export type Workbench = Answer<'getRubric', 200>
export type ClausePreview = Answer<'previewClause', 200>
export type DocumentRow = Schemas['Document']
export type WholeDocument = Schemas['WholeDocument']
export type DocumentState = Schemas['DocumentState']
export type DocumentTemplate = Schemas['DocumentTemplate']
export type DocumentForm = Schemas['DocumentForm']
export type DocumentField = DocumentForm['fields'][number]
export type DocumentParagraph = Schemas['DocumentParagraph']
export type DocumentPiece = Schemas['DocumentPiece']
export type DocumentComparison = Schemas['DocumentComparison']
export type DocumentChange = Schemas['DocumentChange']
export type DocumentBatch = Schemas['DocumentBatch']
export type GivenValue = Schemas['GivenValue']
