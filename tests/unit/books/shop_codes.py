"""Codes as shops of three trades have them, each with the account of the practice organisation it means."""
# ruff: noqa: E501 - lines as they stand in files

RETAIL = {
    "account": {
        "Grocery": "201", "Fruit & Veg": "201", "Bread and Milk": "201", "Hardware": "200", "Confectionery": "200",
        "Soft Drinks": "200", "Cigarettes": "204", "TOBACCO": "204", "Lotto": "204", "Scratchies": "204",
        "200": "200", "201": "201", "Sales 200": "200", "Gift Cards": "830", "Gift voucher sold": "830",
        "Card surcharge": "215", "EFTPOS Surcharge": "215", "Rounding": "860", "Cash rounding": "860",
        "Over/Under": "460", "Till variance": "460", "Overs & Unders": "460", "Cash Drawer": "640", "TILL": "640",
        "EFTPOS": "641", "Petty Cash": "644", "Lay-by deposit": "831", "Newspapers": "200", "Magazines": "200",
        "Stationery": "200", "Ice": "200", "Hot Food": "200", "Dairy": "200", "Deli": "200", "Dept 01 Grocery": "201",
        "Toys": "200", "Garden": "200", "Paint": "200", "Tools & Hardware": "200", "GST Free Sales": "201",
        "Sales GST Free": "201", "Other income": "260", "Camping": "200", "Fishing": "200", "Float": "640",
        "Frozen food": "200", "Lottery": "204",
    },
    "payment": {
        "Cash": "640", "CASH": "640", "EFTPOS": "641", "Eftpos/Card": "641", "Visa": "641", "MasterCard": "641",
        "Visa Debit": "641", "Credit Card": "641", "AMEX": "642", "American Express": "642", "Gift Card": "830",
        "Gift Voucher": "830", "Layby": "831", "Store Credit": "831", "Direct Deposit": "Business Cheque Account",
        "Bank Transfer": "Business Cheque Account", "EFT": "Business Cheque Account", "Petty Cash": "644",
        "Tap & Go": "641", "PayWave": "641", "Afterpay": "643", "641": "641",
    },
    "tax": {
        "GST": "OUTPUT", "GST 10%": "OUTPUT", "10%": "OUTPUT", "Taxable": "OUTPUT", "FRE": "EXEMPTOUTPUT",
        "GST Free": "EXEMPTOUTPUT", "Exempt": "EXEMPTOUTPUT", "No Tax": "BASEXCLUDED", "N-T": "BASEXCLUDED",
        "OUTPUT": "OUTPUT", "GST on Income": "OUTPUT",
    },
}  # fmt: skip
WEB_SHOP = {
    "account": {
        "Web sales": "203", "Online Sales": "203", "Online shop": "203", "Shopify": "203", "WooCommerce sales": "203",
        "Shipping": "210", "Postage": "210", "Express Post": "210", "Delivery": "210", "Courier": "210",
        "Gift cards sold": "830", "E-Gift Card": "830", "Store credit issued": "831", "Discounts": "200",
        "Coupon": "200", "Payment surcharge": "215", "Clothing": "200", "Homewares": "200", "Shoes": "200",
        "Books": "200", "203": "203", "203 Online": "203", "Freight": "210", "Website": "203", "ecommerce": "203",
        "Other": "260", "Rounding adjustment": "860", "Webshop sales - online": "203", "Toys & Games": "200",
        "Gift voucher": "830", "Parcel post": "210", "Gluten-free bread": "201",
    },
    "payment": {
        "PayPal": "643", "PayPal Express Checkout": "643", "Stripe": "643", "Shopify Payments": "643",
        "shopify_payments": "643", "Klarna": "643", "Afterpay": "643", "Zip": "643", "Apple Pay": "643",
        "Google Pay": "643", "gift_card": "830", "Gift card": "830", "Store credit": "831",
        "bacs": "Business Cheque Account", "Direct bank transfer": "Business Cheque Account", "cod": "640",
        "Cash on Delivery (COD)": "640", "Amex": "642", "Square": "643", "WooPayments": "643",
        "Credit card (Stripe)": "643", "Bank Deposit": "Business Cheque Account",
    },
    "tax": {
        "GST": "OUTPUT", "AU GST 10%": "OUTPUT", "taxable": "OUTPUT", "zero-rate": "EXEMPTOUTPUT",
        "Zero rated": "EXEMPTOUTPUT", "none": "BASEXCLUDED", "GST Free Export": "EXEMPTEXPORT", "standard": "OUTPUT",
        "tax free": "EXEMPTOUTPUT",
    },
}  # fmt: skip
RENTAL = {
    "account": {
        "Hire": "202", "Equipment Hire": "202", "Rental": "202", "RENTAL INCOME": "202", "Party hire": "202",
        "Damage Waiver": "202", "Weekend Rate": "202", "Delivery fee": "210", "Cartage": "210", "Fuel": "200",
        "Consumables": "200", "Parts": "200", "Repairs": "200", "Labour": "200", "Merchandise": "200",
        "Security deposit": "831", "Bond": "831", "Deposits": "831", "202": "202", "202-Hire": "202",
        "Sales - Hire and Rental": "202", "Credit card fee": "215", "Over short": "460", "Cash": "640",
        "EFTPOS takings": "641", "Video hire": "202", "Service": "200", "Surcharge": "215",
        "Dry hire": "202", "Trailer rental": "202", "Till float": "640", "Lay-by deposits": "831",
        "Cash rounding": "860", "Marquee hire": "202", "Bouncy castles hire": "202", "Damage waiver 10%": "202",
    },
    "payment": {
        "Cash": "640", "Cheque": "Business Cheque Account", "Check": "Business Cheque Account", "Visa/MC": "641",
        "MC": "641", "Credit Card on File": "641", "American Express": "642", "EFTPOS": "641", "Deposit": "831",
        "Bond": "831", "Direct Credit": "Business Cheque Account", "Wire transfer": "Business Cheque Account",
        "On account": "831", "Debit": "641", "PayPal": "643",
    },
    "tax": {
        "GST": "OUTPUT", "G": "OUTPUT", "F": "EXEMPTOUTPUT", "Exempt": "EXEMPTOUTPUT", "No GST": "BASEXCLUDED",
        "Sales Tax": "OUTPUT", "Standard": "OUTPUT", "VAT": "OUTPUT",
    },
}  # fmt: skip
TRADES = {"retail": RETAIL, "web shop": WEB_SHOP, "rental": RENTAL}
