import Testing

@testable import Datasets

struct ColumnNamesTests {
  @Test(arguments: [
    "Subject ID", "subjectId", "SUBJECT #", "participant_id", "ParticipantNo", "Participant Name", "person",
    "id_person",
    "pid", "PROLIFIC_PID", "ResponseId", "VP_Nr", "Vpn-Code", "Probandennummer", "Versuchspersonennummer",
    "numéro_sujet",
    "katılımcı no", "участник", "被试编号", "e-mail", "Nickname", "PtID", "child_id", "performer", "celeb_name",
  ])
  func peopleAreTold(name: String) { #expect(ColumnNames.isSubject(name)) }

  @Test(arguments: [
    "response", "num_participants", "n_subjects", "members", "kids", "subject_age", "smile", "x12", "lbp_3", "valence",
    "label", "user rating", "Actor sex", "",
  ])
  func whatIsMeasuredIsNobody(name: String) { #expect(!ColumnNames.isSubject(name)) }

  @Test(arguments: ["clip", "Video No", "sequence", "family", "people", "human", "rater", "SessionNr", "camera_name"])
  func whatRowsShareIsTold(name: String) {
    #expect(ColumnNames.isGroup(name) && !ColumnNames.isSubject(name))
  }

  @Test(arguments: [
    "nr_people", "num_sequence", "clipping", "sequence length", "familiarity", "humanity", "x3", "sitexy",
  ])
  func whatIsMeasuredIsNoGroup(name: String) { #expect(!ColumnNames.isGroup(name)) }
}
