"""Who stands behind campaign 1. Everybody here is invented."""

from redress.demonstration.writing import Crowd, Member, Named, both

MEMBERS = (
    Member(
        kind="supporter",
        name="Bay Clinicians for Children",
        signatory="Rosa Imamoto",
        title=both("director", "directora"),
    ),
    Member(
        kind="supporter",
        name="Families Libres Coalition",
        signatory="Andrés Villanueva",
        title=both("co-chair", "copresidente"),
    ),
    Member(
        kind="supporter",
        name="School Nurses Together",
        signatory="Denise Whitlock",
        title=both("president", "presidenta"),
    ),
    Member(
        kind="coalition",
        name="Eastbay Law Clinic",
        signatory="Hannah Lindqvist",
        title=both("supervising attorney", "abogada supervisora"),
    ),
    Member(
        kind="coalition",
        name="Harbor Host Families",
        signatory="Tomás Ibarra",
        title=both("coordinator", "coordinador"),
    ),
    Member(
        kind="coalition",
        name="Congregations for Open Doors",
        signatory="Ruth Abramowitz",
        title=both("secretary", "secretaria"),
    ),
)

CROWD = Crowd(
    states=(
        ("CA", 47),
        ("TX", 28),
        ("NY", 21),
        ("AZ", 17),
        ("IL", 13),
        ("WA", 12),
        ("FL", 11),
        ("MA", 10),
        ("CO", 8),
        ("NM", 7),
        ("MN", 6),
        ("GA", 6),
        ("OR", 5),
        ("PA", 5),
        ("NC", 4),
        ("MI", 4),
        ("OH", 3),
        ("NJ", 3),
        ("VA", 2),
        ("", 4),
    ),
    pledges=(
        ("champion", 28, 14),
        ("champion", 50, 1),
        ("advocate", 15, 18),
        ("advocate", 20, 1),
        ("ally", 10, 1),
    ),
    named=(
        Named(name="Alba Quiñones", title="pediatrician, Oakland", state="CA", tier="champion"),
        Named(
            name="Samuel Ortiz-Webb", title="family physician, El Paso", state="TX", tier="champion"
        ),
        Named(
            name="Theo Lindqvist", title="nurse practitioner, Tucson", state="AZ", tier="champion"
        ),
        Named(name="Ngozi Adeyemi", title="registered nurse, Chicago", state="IL", tier="champion"),
        Named(name="Marguerite Dubé", title="retired teacher, Seattle", state="WA"),
        Named(name="Priya Raman", title="child psychiatrist, Boston", state="MA", tier="advocate"),
        Named(name="Jonas Feld", title="social worker, Brooklyn", state="NY", tier="advocate"),
        Named(name="Łucja Wójcik", title="pharmacist, Chicago", state="IL", tier="advocate"),
        Named(name="Őszi Katalin", title="midwife, Denver", state="CO"),
        Named(
            name="Ximena Peña", title="school counselor, San Antonio", state="TX", tier="champion"
        ),
        Named(name="Desmond Clarke", title="pastor, Miami", state="FL", tier="advocate"),
        Named(name="Hye-jin Park", title="medical student, Los Angeles", state="CA"),
        Named(name="Eleanor Whitfield", title="grandmother, Portland", state="OR", tier="champion"),
        Named(name="Rafael Montoya", title="bus driver, Albuquerque", state="NM", tier="advocate"),
        Named(name="Fatima Al-Sayed", title="interpreter, Houston", state="TX", tier="champion"),
    ),
)
