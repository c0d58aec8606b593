"""Names from which invented supporters are put together, and a postcode for each state."""

# fmt: off
FIRST_NAMES = (
    "Aaliyah", "Abel", "Adriana", "Aiko", "Alejandro", "Amara", "Amir", "Ana", "Andre", "Anjali",
    "Arturo", "Beatriz", "Bernadette", "Camila", "Carmen", "Cedric", "Chen", "Claudia", "Daniel",
    "Darnell", "Elena", "Emeka", "Esperanza", "Farah", "Fernando", "Gabriela", "Grace", "Guadalupe",
    "Hassan", "Helen", "Imani", "Irene", "Isaac", "Jamal", "Joaquín", "José", "Kateri", "Keisha",
    "Khalid", "Latoya", "Leticia", "Linh", "Lucía", "Malik", "María", "Mei", "Miguel", "Nadia",
    "Noemí", "Omar", "Patience", "Paul", "Quentin", "Ramón", "Rosa", "Ruth", "Soledad", "Thuy",
    "Tomás", "Valentina", "Wanda", "Yolanda", "Yusuf", "Zora",
)
LAST_NAMES = (
    "Abara", "Acosta", "Baptiste", "Begay", "Bell", "Benítez", "Bui", "Castro", "Chavez", "Chen",
    "Cruz", "Delgado", "Diallo", "Diaz", "Escobar", "Espinoza", "Flores", "Fuentes", "Gaines",
    "Garza", "Gómez", "Haddad", "Hernández", "Hill", "Huang", "Ibrahim", "Jackson", "Juárez",
    "Kaur", "Kim", "Lopez", "Luna", "Martin", "Medina", "Mendoza", "Mohamed", "Morales", "Nguyen",
    "Núñez", "Okafor", "Ortega", "Park", "Patel", "Pérez", "Quintero", "Ramírez", "Reed", "Rivera",
    "Robinson", "Romero", "Salazar", "Sanders", "Santos", "Silva", "Singh", "Solís", "Tran",
    "Valdez", "Vargas", "Vasquez", "Washington", "Webb", "Yazzie", "Young",
)
POSTCODES = {
    "AZ": "85701", "CA": "94607", "CO": "80203", "FL": "33130", "GA": "30303", "IL": "60608",
    "MA": "02118", "MI": "48226", "MN": "55806", "NC": "27601", "NJ": "07102", "NM": "87102",
    "NY": "11201", "OH": "44113", "OR": "97205", "PA": "19107", "TX": "79901", "VA": "23219",
    "WA": "98901", "WI": "53703",
}
# fmt: on
