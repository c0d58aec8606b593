"""The petition of campaign 1, from caption to co-signers. The rule text on both sides is invented."""

from redress.demonstration.writing import (
    ChangeText,
    PartText,
    PartyText,
    PetitionText,
    SignerText,
)

PARTIES = (
    PartyText(
        kind="organization",
        name="Bay Clinicians for Children",
        represented_by="Rosa Imamoto",
        title="Director",
        city="Oakland",
        state="California",
        interest=(
            "A community of clinicians who treat children after they leave immigration custody and"
            " who see, in the examination room, what custody has done."
        ),
        lead=True,
    ),
    PartyText(
        kind="organization",
        name="Families Libres Coalition",
        represented_by="Andrés Villanueva",
        title="Co-chair",
        city="El Paso",
        state="Texas",
        interest=(
            "A coalition of families, some of whom were held together with their children while"
            " their claims for protection were pending."
        ),
    ),
    PartyText(
        kind="person",
        name="Marisol Reyes",
        title="Concerned community member",
        city="Oakland",
        state="California",
        interest="A resident who organizes support for families after their release.",
    ),
)

PARTS = (
    PartText(
        kind="introduction",
        heading="Introduction",
        body=(
            "Petitioners ask the Department of Homeland Security to amend 8 CFR 236.3 so that"
            " children are released without delay to a parent, a relative or a licensed program,"
            " and so that no child is held in a secure facility for longer than is needed to"
            " arrange that release.\n\n"
            "The request rests on one finding of the medical profession: that detention itself"
            " harms children, whatever its conditions."
        ),
    ),
    PartText(
        kind="interest",
        heading="Petitioners and their interest",
        body=(
            "Each petitioner is an interested person within the meaning of 5 U.S.C. § 553(e). Their"
            " names and interests are stated in the list of petitioners."
        ),
    ),
    PartText(
        kind="action_requested",
        heading="Action requested",
        body=(
            "Petitioners request that the Department publish a notice of proposed rulemaking to"
            " amend 8 CFR 236.3 as set out in the amendatory text, and that it then adopt the"
            " amendment as a final rule."
        ),
    ),
    PartText(
        kind="authority",
        heading="Authority",
        body=(
            "Any interested person has the right to petition for the issuance, amendment or repeal"
            " of a rule. 5 U.S.C. § 553(e). The Department receives such petitions under"
            " 6 CFR part 3. It must conclude a matter presented to it within a reasonable time, and"
            " it must give prompt notice of a denial with a brief statement of the grounds."
            " 5 U.S.C. § 555(b), (e)."
        ),
    ),
    PartText(
        kind="facts",
        heading="Facts",
        paragraphs=(
            (
                "In 1997 the government settled Flores v. Reno. The settlement calls for the prompt"
                " release of children, for placement in the least restrictive setting, and for"
                " “safe and sanitary” conditions.",
                1,
            ),
            (
                "A child who is unaccompanied is to be transferred to the custody of the Department"
                " of Health and Human Services within 72 hours.",
                2,
            ),
            (
                "The rule of this Department on the detention and release of minors is"
                " 8 CFR 236.3.",
                3,
            ),
            (
                "The American Academy of Pediatrics has stated that “even short periods of"
                " detention can cause psychological trauma”.",
                4,
            ),
            (
                "The same statement describes long-term risks for the mental health of children who"
                " were detained.",
                4,
            ),
            (
                "According to the campaign of 2019, four national bodies of physicians took a"
                " public stand: the American Academy of Pediatrics, the American Academy of Family"
                " Physicians, the American College of Obstetricians and Gynecologists, and the"
                " American Medical Association.",
                5,
            ),
            (
                "A count made by journalists found at least seven children who are known to have"
                " died in immigration custody or shortly after release in 2018 and 2019. It is a"
                " press count and not an official figure.",
                6,
            ),
            (
                "Petitioners who are clinicians have treated children who lost weight, sleep or"
                " speech while they were held, and who had not done so before.",
                None,
            ),
            (
                "Families report to petitioners that they were held for weeks or months after"
                " asking for protection.",
                None,
            ),
            (
                "Families report too little food, no soap, no beds, lights that were never turned"
                " off, and medicine taken away on arrival.",
                None,
            ),
            (
                "Families report that older children were left to look after toddlers to whom they"
                " were not related.",
                None,
            ),
            (
                "Petitioners who are clinicians find that separation from a parent deepens the harm"
                " and that it lasts after the family is together again.",
                None,
            ),
            (
                "Unfavorable to this petition, and stated for completeness: the Department must"
                " know where a family is while its case is decided, and some families have no"
                " relative or friend with whom they can stay. Licensed programs and case management"
                " in the community answer both needs without a locked facility.",
                None,
            ),
        ),
    ),
    PartText(
        kind="grounds",
        heading="Grounds",
        body=(
            "First, the present approach treats the harm of detention as a matter of conditions."
            " The medical evidence does not support that. Cleaner rooms leave the cause where it"
            " is.\n\n"
            "Second, the settlement of 1997 and the statute both point to release: the one by its"
            " words on prompt release and the least restrictive setting, the other by its limit of"
            " 72 hours. A rule that makes release the ordinary course gives effect to both.\n\n"
            "Third, alternatives exist that are less harmful: release to a parent or relative,"
            " placement in a licensed program, and case management in the community."
        ),
    ),
    PartText(
        kind="economic",
        heading="Effects on costs and on small entities",
        body=(
            "Petitioners expect that release and licensed placement cost less than secure custody."
            " They hold no figures of their own and ask the Department to publish its own when it"
            " proposes the rule. No duty is laid on small entities."
        ),
    ),
    PartText(
        kind="requests",
        heading="Requests",
        body=(
            "Petitioners ask that the Department acknowledge this petition in writing, place it on"
            " a public docket, and answer it within a reasonable time. If the petition is denied,"
            " they ask for a statement of the grounds."
        ),
    ),
)

AUTHORITIES = (
    ("statute", "5 U.S.C. § 553(e)", "", "The right to petition for a rule."),
    ("statute", "5 U.S.C. § 555", "(b), (e)", "A reasonable time; reasons for a denial."),
    ("statute", "8 U.S.C. § 1232(b)(3)", "", "Transfer within 72 hours."),
    ("regulation", "6 CFR part 3", "", "How this Department receives petitions."),
    ("regulation", "8 CFR 236.3", "", "Detention and release of minors."),
    (
        "case",
        "Flores v. Reno, No. CV 85-4544 (C.D. Cal. Jan. 17, 1997)",
        "",
        "Settlement: prompt release, least restrictive setting, safe and sanitary conditions.",
    ),
    (
        "other",
        "American Academy of Pediatrics, Detention of Immigrant Children, Pediatrics 139(5) (May 2017)",
        "",
        "Harm of even short periods of detention.",
    ),
)

CHANGES = (
    ChangeText(
        cfr_ref="8 CFR 236.3",
        instruction="Amend § 236.3 by revising the sentence on the custody of minors to read as follows:",
        base_text=(
            "A minor may be held with the parent in a family residential center while proceedings"
            " are pending."
        ),
        proposed_text=(
            "A minor shall be released without delay to a parent, relative or licensed program, and"
            " shall not be held in a secure facility for longer than is needed to arrange that"
            " release."
        ),
        note=(
            "Invented for the demonstration, the struck words as well as the proposed ones. Neither"
            " quotes 8 CFR 236.3."
        ),
    ),
)

SIGNERS = (
    SignerText(
        organization="Bay Clinicians for Children",
        name="Rosa Imamoto",
        title="Director",
        city="Oakland",
        state="California",
    ),
    SignerText(
        organization="Congregations for Open Doors",
        name="Ruth Abramowitz",
        title="Secretary",
        city="Philadelphia",
        state="Pennsylvania",
    ),
    SignerText(
        organization="Families Libres Coalition",
        name="Andrés Villanueva",
        title="Co-chair",
        city="El Paso",
        state="Texas",
    ),
    SignerText(
        organization="Harbor Host Families",
        name="Tomás Ibarra",
        title="Coordinator",
        city="Baltimore",
        state="Maryland",
    ),
    SignerText(
        organization="School Nurses Together",
        name="Denise Whitlock",
        title="President",
        city="Columbus",
        state="Ohio",
    ),
    SignerText(name="Fatima Al-Sayed", title="Interpreter", city="Houston", state="Texas"),
    SignerText(name="Ngozi Adeyemi", title="Registered nurse", city="Chicago", state="Illinois"),
    SignerText(name="Desmond Clarke", title="Pastor", city="Miami", state="Florida"),
    SignerText(name="Marguerite Dubé", title="Retired teacher", city="Seattle", state="Washington"),
    SignerText(name="Jonas Feld", title="Social worker", city="Brooklyn", state="New York"),
    SignerText(name="Theo Lindqvist", title="Nurse practitioner", city="Tucson", state="Arizona"),
    SignerText(name="Rafael Montoya", title="Bus driver", city="Albuquerque", state="New Mexico"),
    SignerText(name="Beatriz Muñoz", title="Dentist", city="Fresno", state="California"),
    SignerText(name="Samuel Ortiz-Webb", title="Family physician", city="El Paso", state="Texas"),
    SignerText(name="Őszi Katalin", title="Midwife", city="Denver", state="Colorado"),
    SignerText(
        name="Hye-jin Park", title="Medical student", city="Los Angeles", state="California"
    ),
    SignerText(name="Ximena Peña", title="School counselor", city="San Antonio", state="Texas"),
    SignerText(name="Alba Quiñones", title="Pediatrician", city="Oakland", state="California"),
    SignerText(
        name="Priya Raman", title="Child psychiatrist", city="Boston", state="Massachusetts"
    ),
    SignerText(name="Győző Szűcs", title="Carpenter", city="Cleveland", state="Ohio"),
    SignerText(name="Eleanor Whitfield", title="Grandmother", city="Portland", state="Oregon"),
    SignerText(name="Łucja Wójcik", title="Pharmacist", city="Chicago", state="Illinois"),
    SignerText(name="Şebnem Yıldız", title="Pediatric resident", city="Newark", state="New Jersey"),
)

PETITION = PetitionText(
    kind="amend",
    title="Petition for Rulemaking to End the Detention of Children",
    re_line="Detention and release of minors, 8 CFR 236.3",
    parties=PARTIES,
    parts=PARTS,
    authorities=AUTHORITIES,
    changes=CHANGES,
    signers=SIGNERS,
    private_signers=3,
)
